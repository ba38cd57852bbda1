"""The address of each kind of page, and of each place on it. Nothing else makes one.

They are relative to a language's root, those of data files to the site's. Once published they are never renamed.
"""

from __future__ import annotations

from collections.abc import Mapping

HOME = ""
LOST = "404.html"  # what hosts show where no page is
MATRIX_TABLE = "matrix/matrix.csv"
DUTIES_TABLE = "matrix/duties.csv"
DRILLS = "staff/drills/"
DRILLS_CARDS = "staff/drills/cards.apkg"
HANDOVERS = "staff/handovers/"
REPORT = "staff/report/"
TODAY = "staff/today/"
FEED = "changes/feed.xml"
SERVICES_JSON = "data/services.jsonld"
SERVICES_TURTLE = "data/services.ttl"
TRAINING = "staff/training/"
PHONES = "campaign/#phones"
FRAMES = "embed/"  # all that other sites may show in a frame, and nothing else
ORGANISERS = "campaign/organisers/"
SLIDES = "kits/slides.pdf"
DATA = ("plan", "units", "matrix", "benefits", "duties", "clauses", "facts")  # the files of the data interface


def page(name: str) -> str:
    """A page that is the only one of its kind, such as `check`."""
    return f"{name}/"


def guide(benefit: str) -> str:
    return f"guides/{benefit}/"


def area(name: str) -> str:
    return f"areas/{name}/"


def responsible(area_name: str) -> str:
    """Who is responsible for an area."""
    return f"areas/{area_name}/#responsible"


def unit(name: str) -> str:
    return f"units/{name}/"


def first_hour(unit_name: str) -> str:
    """What somebody who is new at a unit learns first."""
    return f"staff/first-hour/{unit_name}/"


def case(name: str) -> str:
    """What staff do when they meet it."""
    return f"staff/cases/{name}/"


def drill(number: int) -> str:
    """The drills, with the set of this number chosen."""
    return f"{DRILLS}#set-{number}"


def duty(name: str) -> str:
    return f"duties/{name}/"


def clause(locator: str) -> str:
    return f"plan/#{locator}"


def ledger_row(locator: str) -> str:
    """What a clause became."""
    return f"ledger/#{locator}"


def term(name: str) -> str:
    return f"terms/#{name}"


def reference(name: str) -> str:
    return f"references/#{name}"


def fact_uses(name: str) -> str:
    """What rests on a fact."""
    return f"graph/#fact-{name}"


def term_uses(name: str) -> str:
    return f"graph/#term-{name}"


def answered(answers: Mapping[str, bool | int | str]) -> str:
    """The questionnaire with these answers."""
    return "check/#" + "&".join(f"{fact}={written(answer)}" for fact, answer in answers.items())


def situation(name: str) -> str:
    """The questionnaire on what somebody comes with."""
    return f"check/#situation={name}"


def short(code: str) -> str:
    """Where a short code of a poster leads on; the same in every language."""
    return f"g/{code}/"


def framed(address: str) -> str:
    """The questionnaire or a guide, by its own address, as other sites show it in a frame."""
    return FRAMES + address.replace("guides/", "guide/")


def asked_by_staff(situation_name: str | None, answers: Mapping[str, bool | int | str]) -> str:
    """The questionnaire as put to staff, with what is known of the case."""
    known = {"audience": "worker"} | ({"situation": situation_name} if situation_name else {}) | dict(answers)
    return answered(known)


def kit(topic: str, file: str) -> str:
    """A file of a topic's kit of posters and pictures."""
    return f"kits/{topic}/{file}"


def picture(page_address: str) -> str:
    """The picture of a page that messengers show where somebody sends its address."""
    return f"kits/pages/{page_address.rstrip('/') or 'home'}.png"


def written(answer: bool | int | str) -> str:
    """An answer as the questionnaire's script reads and compares it: `true`, `9` or the id of a choice."""
    return str(answer).lower() if isinstance(answer, bool) else str(answer)


def data(name: str) -> str:
    """The file of the data interface with this name."""
    return f"api/v1/{name}.json"


def schema(name: str) -> str:
    return f"api/v1/{name}.schema.json"
