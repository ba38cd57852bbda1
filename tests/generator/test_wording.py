"""What is said of a condition is true exactly where the condition is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hypothesis import given

from generator.pages.wording import Phrase, Wording
from generator.plan.languages import LANGUAGES
from tests.checker.small import conditions, holds, worlds
from tests.generator.test_conditions import BY_ID, TERMS, read

COMPARE = {"=": int.__eq__, ">=": int.__ge__, "<=": int.__le__, "<": int.__lt__, ">": int.__gt__}


def said(phrase: Phrase, world: Mapping[str, Any]) -> bool:
    """Whether what the phrase says is true in a world; the small world's words can be read back."""
    if phrase.joint:
        return {"all": all, "any": any}[phrase.joint](said(part, world) for part in phrase.parts)
    if found := re.fullmatch(r"(\w+) (yes|no)", phrase.text):
        return world[found[1]] is (found[2] == "yes")
    if found := re.fullmatch(r"hue is (\w+)", phrase.text):
        return bool(world["hue"] == found[1])
    subject, sign, number = phrase.text.split()
    return bool(COMPARE[sign](world[subject], int(number)))


@given(condition=conditions, world=worlds)
def test_words_say_what_the_condition_says(condition: object, world: Mapping[str, Any]) -> None:
    wording = Wording(BY_ID, TERMS, LANGUAGES["en"])
    for data in (condition, {"not": condition}):
        assert said(wording.phrase(read(data)), world) is holds(data, world)
