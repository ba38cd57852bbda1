"""Who does what after whom, as a drawing: a lane for each who takes part, a row for each step, top to bottom.

A step's box stands in the lane of the first who does it; a dot in those of all who do it as well; an arrow leads to
those who are told. All lengths are units of which `layout.EM` make the height of the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.pages.layout import EM, HEAD, LEADING, PADDING, wrap

WIDE = 132  # of a lane
GAP = 24  # between two rows, and round the boxes in a lane
TEXT = (WIDE - GAP / 2 - 2 * PADDING) / EM  # ems to a line


@dataclass(frozen=True)
class Turn:
    """A step: who does it, and who is told. With nobody to do it, it stands across all lanes."""

    text: str
    who: Sequence[str]
    told: Sequence[str]


@dataclass(frozen=True)
class Words:
    """Lines of text, each with the height of its foot, round the middle `x`."""

    x: int
    lines: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Box:
    left: int
    top: int
    width: int
    height: int
    words: Words


@dataclass(frozen=True)
class Lanes:
    """`edges`: where one lane ends and the next begins; `dots`: the middles of who joins in; `lines` lead to them."""

    width: int
    height: int
    names: Sequence[Words]
    head: int
    edges: Sequence[int]
    boxes: Sequence[Box]
    dots: Sequence[tuple[int, int]]
    lines: Sequence[str]
    arrows: Sequence[str]

    @property
    def em(self) -> str:
        """How wide it is, as long as the text is large."""
        return f"{self.width / EM:.4g}em"


def drawn(turns: Sequence[Turn]) -> Lanes:
    """The steps in their order, with the lanes in the order in which the steps first name them."""
    names = list(dict.fromkeys(name for turn in turns for name in (*turn.who, *turn.told)))
    middle = {name: WIDE * i + WIDE // 2 for i, name in enumerate(names)}
    width = WIDE * max(len(names), 1)
    texts = [wrap(name, TEXT) for name in names]
    head = max((len(lines) for lines in texts), default=0) * LEADING + 2 * PADDING
    boxes: list[Box] = []
    dots: list[tuple[int, int]] = []
    lines: list[str] = []
    arrows: list[str] = []
    top = head + GAP
    for number, turn in enumerate(turns, 1):
        box = _box(f"{number} {turn.text}", middle[turn.who[0]] if turn.who else width // 2, top, width, bool(turn.who))
        with_them = [middle[name] for name in turn.who[1:]]
        told = [middle[name] for name in turn.told if name not in turn.who]
        at = top + box.height // (3 if told else 2)
        dots += [(x, at) for x in with_them]
        lines += [_side(box, x, at) for x in (min(with_them, default=None), max(with_them, default=None)) if x]
        arrows += [_side(box, x, top + 2 * box.height // 3, arrow=True) for x in told]
        if boxes:
            arrows.append(_down(boxes[-1], box))
        boxes.append(box)
        top += box.height + GAP
    heads = [_words(middle[name], PADDING, text) for name, text in zip(names, texts, strict=True)]
    return Lanes(width, top, heads, head, [WIDE * i for i in range(1, len(names))], boxes, dots, lines, arrows)


def _words(x: int, top: int, lines: Sequence[str]) -> Words:
    return Words(x, [(line, round(top + (i + 0.5) * LEADING + EM * 0.36)) for i, line in enumerate(lines)])


def _box(text: str, x: int, top: int, width: int, in_lane: bool) -> Box:
    across = WIDE - GAP // 2 if in_lane else width - GAP // 2
    lines = wrap(text, TEXT if in_lane else (across - 2 * PADDING) / EM)
    height = len(lines) * LEADING + 2 * PADDING
    return Box(x - across // 2, top, across, height, _words(x, top + PADDING, lines))


def _side(box: Box, x: int, y: int, arrow: bool = False) -> str:
    """A line from the side of the box that is nearer to `x`."""
    start = box.left + box.width if x > box.left else box.left
    back = -2 * HEAD if x > start else 2 * HEAD
    return f"M{start} {y}H{x}" + (f"M{x + back} {y - HEAD}L{x} {y}L{x + back} {y + HEAD}" if arrow else "")


def _down(upper: Box, lower: Box) -> str:
    """The way from one step to the next."""
    foot, tip = upper.top + upper.height, lower.top
    x = lower.words.x
    head = f"M{x - HEAD} {tip - 2 * HEAD}L{x} {tip}L{x + HEAD} {tip - 2 * HEAD}"
    return f"M{upper.words.x} {foot}V{foot + GAP // 2}H{x}V{tip}{head}"
