"""Graphs → drawings: how large each box is, where it stands, and what way the arrows go.

Boxes are sized from their text, since nobody here knows the visitor's fonts; Graphviz, run by Node, only places them.
All lengths are units of which EM make the height of the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import ceil
from pathlib import Path
from typing import Any, Literal

from generator.node import run
from generator.pages.graph import Graph, Node

EM = 16
LEADING = 21
PADDING = 9  # between a box and its text, at each side
POINTS = 72  # to the inch, in which Graphviz wants sizes
MARGIN = 2  # round the whole: half the line of a box stands outside it
HEAD = 4  # half the width of an arrow's head

MOST = {"fact": 9.5, "term": 8.0, "judged": 9.5, "benefit": 9.5, "duty": 9.5}  # ems to a line; junctions never wrap
SLIM = 0.7  # of that
LATIN = 0.55  # ems to a letter, bold ones included

SCRIPT = Path(__file__).with_suffix(".mjs")

# A Chinese character, or a word of letters as far as a hyphen, with the punctuation that belongs to it; or blanks.
WORD = re.compile(
    r"\s+|[（《“〔]*(?:[\u2e80-\u9fff]|[^\s\u2e80-\u9fff\uff00-\uffef《〔“”》〕-]+-?|.)[，。、；：？！）》”〕]*"
)
_FULL = re.compile(r"[\u2013-\u2026\u2e80-\uffef]")  # characters as wide as they are high


@dataclass(frozen=True)
class Shape:
    """From top to bottom (TB) or left to right (LR); with shorter lines in the boxes if `slim`."""

    way: Literal["TB", "LR"]
    slim: bool = False

    def lines(self, node: Node) -> tuple[str, ...]:
        """The text of the node as its box shows it."""
        return wrap(node.text, MOST[node.kind] * (SLIM if self.slim else 1)) if node.kind in MOST else (node.text,)

    def size(self, node: Node) -> tuple[int, int]:
        """Width and height of the node's box."""
        lines = self.lines(node)
        width = _longest(lines) * EM + 2 * PADDING
        return ceil(width), len(lines) * LEADING + 2 * (PADDING if node.kind in MOST else 1)


@dataclass(frozen=True)
class Box:
    """A node in its place: `x`, `y` is the middle, and each line of text comes with the height of its foot."""

    node: Node
    x: int
    y: int
    width: int
    height: int
    lines: tuple[tuple[str, int], ...]

    @property
    def left(self) -> int:
        return self.x - self.width // 2

    @property
    def top(self) -> int:
        return self.y - self.height // 2


@dataclass(frozen=True)
class Arrow:
    """An edge as the path of an SVG, from one node to another."""

    source: str
    target: str
    path: str


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]

    @property
    def view(self) -> str:
        """The viewBox of an SVG: where it begins, and its size."""
        return f"-{MARGIN} -{MARGIN} {self.width} {self.height}"

    @property
    def starts(self) -> list[Node]:
        """The nodes that no arrow leads to."""
        reached = {arrow.target for arrow in self.arrows}
        return [box.node for box in self.boxes if box.node.name not in reached]

    @property
    def ends(self) -> list[Node]:
        """The nodes from which no arrow leads on."""
        left = {arrow.source for arrow in self.arrows}
        return [box.node for box in self.boxes if box.node.name not in left]


def draw(graphs: Sequence[tuple[Graph, Shape]]) -> list[Drawing]:
    """The graphs laid out, all in one run of Node. Raises RulesError if that fails."""
    found = json.loads(graphviz(json.dumps([_request(graph, shape) for graph, shape in graphs])))
    return [_drawing(graph, shape, each) for (graph, shape), each in zip(graphs, found, strict=True)]


@lru_cache(maxsize=2)  # the second language asks for the same, and so does each rebuild while other files are edited
def graphviz(request: str) -> str:
    return run(SCRIPT, "@viz-js/viz", request)


def _request(graph: Graph, shape: Shape) -> dict[str, Any]:
    """The graph as Graphviz wants it: without text."""
    nodes = []
    for node in graph.nodes:
        width, height = shape.size(node)
        nodes.append({"name": node.name, "attributes": {"width": width / POINTS, "height": height / POINTS}})
    return {
        "graphAttributes": {"rankdir": shape.way, "nodesep": 0.14, "ranksep": 0.28, "pad": 0},
        "nodeAttributes": {"shape": "box", "label": "", "fixedsize": True},
        "edgeAttributes": {"arrowsize": 0.7},
        "nodes": nodes,
        "edges": [{"tail": source, "head": target} for source, target in graph.edges],
    }


def _drawing(graph: Graph, shape: Shape, found: Any) -> Drawing:
    boxes = []
    for node in graph.nodes:
        x, y = (round(float(n)) for n in found["nodes"][node.name].split(","))
        lines = shape.lines(node)
        first = y - (len(lines) - 1) * LEADING / 2 + EM * 0.36  # so that the text as a whole stands in the middle
        feet = tuple((line, round(first + i * LEADING)) for i, line in enumerate(lines))
        boxes.append(Box(node, x, y, *shape.size(node), feet))
    arrows = [Arrow(edge["tail"], edge["head"], _path(edge["pos"])) for edge in found["edges"]]
    across, down = [float(n) for n in found["box"].split(",")][0::2], [float(n) for n in found["box"].split(",")][1::2]
    return Drawing(ceil(max(across)) + 2 * MARGIN, ceil(max(down)) + 2 * MARGIN, tuple(boxes), tuple(arrows))


def _path(pos: str) -> str:
    """Graphviz's spline, "e,X,Y x,y x,y …" with the arrow's tip first, as a path with an open head."""
    tip, start, *rest = [tuple(float(n) for n in point.removeprefix("e,").split(",")) for point in pos.split()]
    (x, y), (from_x, from_y) = tip, (rest or [start])[-1]
    length = max(((x - from_x) ** 2 + (y - from_y) ** 2) ** 0.5, 0.1)
    along, across = (x - from_x) / length, (y - from_y) / length
    back_x, back_y = x - 2 * HEAD * along, y - 2 * HEAD * across

    def at(*points: tuple[float, ...]) -> str:
        return " ".join(f"{px:.0f} {py:.0f}" for px, py in points)

    sides = [(back_x + side * across, back_y - side * along) for side in (HEAD, -HEAD)]
    return f"M{at(start)}C{at(*rest)}L{at(tip)}M{at(sides[0])}L{at(tip)}L{at(sides[1])}"


def ems(text: str) -> float:
    """About how long the text is: a Chinese character is one em, a Latin letter a good half."""
    full = len(_FULL.findall(text))
    return full + LATIN * (len(text) - full)


@cache
def wrap(text: str, most: float) -> tuple[str, ...]:
    """The text in lines of at most `most` ems, unless a word is longer, and as even as that number of lines allows.

    A line that ends between two words keeps the blank, which takes no room.
    """
    words = [(word, ems(word)) for word in WORD.findall(text)]
    lines = _fill(words, most)
    longest = _longest(lines)
    while len(closer := _fill(words, longest - 0.1)) == len(lines) and _longest(closer) < longest:
        lines, longest = closer, _longest(closer)
    return lines


def _longest(lines: tuple[str, ...]) -> float:
    return max(ems(line.rstrip()) for line in lines)


def _fill(words: list[tuple[str, float]], most: float) -> tuple[str, ...]:
    lines = [""]
    length = 0.0
    for word, size in words:
        if lines[-1] and length + size > most and not word.isspace():
            lines.append("")
            length = 0.0
        lines[-1] += word
        length += size
    return tuple(lines)
