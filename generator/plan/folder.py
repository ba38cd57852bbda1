"""A folder of rule files → one validated `Rules` object, with every shape error of every file reported at once."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from generator.plan import lookalikes, model
from generator.plan.languages import LANGUAGES
from generator.plan.load import MOST_PROBLEMS, Document, Located, Place, Problem, Problems, RulesError, read, shown
from generator.plan.values import Name

# What else stands in a folder of rules: the locks of addresses and of the official text, releases, schemas.
ADDRESSES = "addresses.lock"
OTHERS = ("source.lock", ADDRESSES, "versions/*.json", "schema/*.json")
# What editors and systems leave by themselves, most of it while a file is open: it is named, and hinders nobody.
LEFT = (
    *(".#*", "*~", "#*#", "*.swp", "*.swo", "*.kate-swp", "4913", "*___jb_*___", ".goutputstream-*"),
    *("._*", ".DS_Store", "Thumbs.db", "desktop.ini", ".directory", ".fuse_hidden*", ".nfs*"),
)

REQUIRED = ("plan.yml", "units.yml", "references.yml", "terms.yml", "facts.yml")


def nearest(name: str, names: Iterable[str]) -> str:
    """The valid name closest to `name`, or an empty string if none is close."""
    found = difflib.get_close_matches(name[:80], list(names), n=1, cutoff=0.55)
    return found[0] if found else ""


@dataclass
class Citations:
    """Everything that rests on one clause, each kind in the document's order."""

    benefits: list[model.Benefit] = field(default_factory=list)
    duties: list[model.Duty] = field(default_factory=list)
    goals: list[model.Principle] = field(default_factory=list)
    principles: list[model.Principle] = field(default_factory=list)
    assignments: list[tuple[model.AreaFile, model.Responsible]] = field(default_factory=list)
    terms: list[model.Term] = field(default_factory=list)
    contacts: list[model.Contact] = field(default_factory=list)


@dataclass
class Rules:
    """Everything under rules/. Lists are in the document's order; an item knows its area through `area_of`."""

    root: Path
    plan: model.PlanFile
    units: list[model.Unit]
    contacts: list[model.Contact]
    references: list[model.Reference]
    terms: list[model.Term]
    facts: list[model.Fact]
    retired: list[model.Retired]
    situations: list[model.Situation]
    cases: list[model.Case]
    staff: model.StaffFile
    campaign: model.CampaignFile | None
    areas: list[model.AreaFile]
    measures: list[model.Item]
    plain: model.PlainFile | None
    bets: list[model.Bet]
    unclear: Name | None
    helplines: list[Name]
    queries: list[model.Queries]
    scenarios: list[model.Scenario]
    files: dict[str, Document] = field(repr=False)
    left: list[str] = field(default_factory=list)  # files of editors and systems in the folder, which hold no rules

    def numbered_items(self) -> Iterator[tuple[model.AreaFile | None, model.Item]]:
        """Every item with its area (None outside the areas), in the document's order."""
        found: list[tuple[model.AreaFile | None, model.Item]] = [(None, item) for item in self.plan.items]
        found += [(area, item) for area in self.areas for item in area.items]
        found += [(None, item) for item in self.measures]
        order = {clause: i for i, clause in enumerate(self.plan.clauses)}
        return iter(sorted(found, key=lambda pair: order.get(pair[1].clauses[0].id, len(order))))

    def clauses(self) -> Iterator[model.Clause]:
        """Every clause that some file states, assignments included."""
        for _, item in self.numbered_items():
            yield from item.clauses
        for area in self.areas:
            for responsible in area.responsible:
                yield responsible.clause

    def benefits(self) -> Iterator[tuple[model.AreaFile | None, model.Benefit]]:
        return ((area, benefit) for area, item in self.numbered_items() for benefit in item.benefits)

    def duties(self) -> Iterator[tuple[model.AreaFile | None, model.Duty]]:
        return ((area, duty) for area, item in self.numbered_items() for duty in item.duties_in_order)

    def acts(self) -> Iterator[model.Act]:
        """Benefits, then duties."""
        yield from (benefit for _, benefit in self.benefits())
        yield from (duty for _, duty in self.duties())

    @cached_property
    def citations(self) -> Mapping[str, Citations]:
        """What rests on each clause, by its locator; one that nothing cites has empty lists."""
        found: dict[str, Citations] = defaultdict(Citations)

        def cite(kind: str, entries: Iterable[Any]) -> None:
            for entry in entries:
                for clause in entry.clauses:
                    getattr(found[clause], kind).append(entry)

        for _, item in self.numbered_items():
            cite("benefits", item.benefits)
            cite("goals", item.goals)
            cite("principles", item.principles)
            cite("duties", item.duties_in_order)
        cite("terms", self.terms)
        for area in self.areas:
            for responsible in area.responsible:
                found[responsible.clause.id].assignments.append((area, responsible))
        for contact in self.contacts:
            if contact.clause:
                found[contact.clause].contacts.append(contact)
        return found

    @property
    def cited(self) -> set[str]:
        """The clauses that do some work: a benefit, duty, goal, principle or assignment rests on them."""
        return {
            clause
            for clause, by in self.citations.items()
            if by.benefits or by.duties or by.goals or by.principles or by.assignments
        }


def read_rules(root: Path) -> Rules:
    """Read and validate the folder `root`. Raises RulesError with all problems of shape."""
    if not root.is_dir():
        raise RulesError([Problem(Place(str(root)), "is not a folder of rules")])
    problems = Problems()
    documents: dict[str, Document] = {}
    parsed: dict[str, Any] = {}
    left: list[str] = []
    for path in _entries(root):
        relative = path.relative_to(root).as_posix()
        name = f"{root.name}/{relative}".encode(errors="surrogateescape").decode(errors="backslashreplace")
        if kind := _kind(relative, model.FILES):
            with problems.collect():
                documents[relative] = read(path, name)
                parsed[relative] = validate(model.FILES[kind], documents[relative])
        elif any(fnmatchcase(path.name, pattern) for pattern in LEFT):
            left.append(name)
        elif not _kind(relative, OTHERS):
            problems.add(Place(name), "is not a rule file", ", ".join(model.FILES), _meant(relative))
    for relative in REQUIRED:
        if not (root / relative).is_file():
            problems.add(Place(f"{root.name}/{relative}"), "is missing")
    problems.finish()
    return _assembled(root, parsed, documents, left)


def _assembled(root: Path, parsed: Mapping[str, Any], documents: dict[str, Document], left: list[str]) -> Rules:
    """The rules of valid files, by their paths below `root`."""
    order = {clause: i for i, clause in enumerate(parsed["plan.yml"].clauses)}
    areas = [parsed[name] for name in parsed if name.startswith("areas/")]
    areas.sort(key=lambda area: min((order.get(r.clause.id, len(order)) for r in area.responsible), default=0))
    searches = parsed.get("searches.yml")
    return Rules(
        root=root,
        plan=parsed["plan.yml"],
        units=parsed["units.yml"].units,
        contacts=parsed["contacts.yml"].contacts if "contacts.yml" in parsed else [],
        references=parsed["references.yml"].references,
        terms=parsed["terms.yml"].terms,
        facts=parsed["facts.yml"].facts,
        retired=parsed["facts.yml"].retired,
        situations=parsed["situations.yml"].situations if "situations.yml" in parsed else [],
        cases=parsed["cases.yml"].cases if "cases.yml" in parsed else [],
        staff=parsed.get("staff.yml", model.StaffFile()),
        campaign=parsed.get("campaign.yml"),
        areas=areas,
        measures=parsed["measures.yml"].items if "measures.yml" in parsed else [],
        plain=parsed.get("plain.yml"),
        bets=searches.bets if searches else [],
        unclear=searches.unclear if searches else None,
        helplines=searches.helplines if searches else [],
        queries=[q for name in parsed if name.startswith("queries/") for q in parsed[name].queries],
        scenarios=[s for name in parsed if name.startswith("scenarios/") for s in parsed[name].scenarios],
        files=documents,
        left=left,
    )


def _entries(root: Path) -> Iterator[Path]:
    """All that stands in the folder and in those folders of it that have rule files or what belongs to them, sorted.

    Raises RulesError if one cannot be read.
    """
    folders = {pattern.partition("/")[0] for pattern in (*model.FILES, *OTHERS) if "/" in pattern}
    try:
        for path in sorted(root.iterdir()):
            if path.name in folders and path.is_dir():
                yield from sorted(path.iterdir())
            else:
                yield path
    except OSError as error:
        raise RulesError([Problem(Place(str(error.filename)), f"cannot be read: {error.strerror}")]) from None


def _kind(relative: str, patterns: Iterable[str]) -> str | None:
    """The pattern that a path below the folder of rules meets; a star is no slash and no hidden name."""
    for pattern in patterns:
        same_depth = pattern.count("/") == relative.count("/")
        if same_depth and fnmatchcase(relative, pattern) and not relative.rpartition("/")[2].startswith("."):
            return pattern
    return None


def _meant(relative: str) -> str:
    """The name that a file should probably have: in lower case, with the ending of rule files."""
    meant = re.sub(r"\.ya?ml$", ".yml", relative.casefold())
    return meant if meant != relative and _kind(meant, model.FILES) else nearest(relative, model.FILES)


def validate(kind: type[BaseModel], document: Document) -> Any:
    """The document as an instance of `kind`. Raises RulesError."""
    try:
        return kind.model_validate(document.data)
    except ValidationError as error:
        raise RulesError([_problem(e, kind, document) for e in error.errors()[:MOST_PROBLEMS]]) from None


def _problem(error: Any, kind: type[BaseModel], document: Document) -> Problem:
    path = tuple(part for part in error["loc"] if part != "[key]")
    last = path[-1] if path else ""
    trail = ".".join(map(str, path))
    match error["type"]:
        case "missing":
            owner = ".".join(map(str, path[:-1])) or "the file"
            what = f"the {last!r} text is missing from {owner}" if last in LANGUAGES else f"{owner} lacks {last!r}"
            return Problem(document.place(path[:-1]), what)
        case "extra_forbidden":
            names = _field_names(kind, path[:-1])
            return Problem(
                document.key_place(path),
                f"{last!r} is not known here",
                ", ".join(names),
                nearest(str(last), names),
            )
        case "value_error":
            what = str(error["ctx"]["error"])
            if "invisible" not in what:
                what = lookalikes.blamed(what, error["input"])
            return Problem(document.place(path), f"{trail}: {what}")
        case "literal_error":
            accepted = str(error["ctx"]["expected"]).replace("'", "")
            given = shown(error["input"])
            options = accepted.replace(" or ", ", ").split(", ")
            return Problem(
                document.place(path),
                lookalikes.blamed(f"{trail}: {given!r} is not accepted", error["input"]),
                accepted,
                nearest(given, options),
            )
    what = f"{trail}: {error['msg'][0].lower()}{error['msg'][1:]}"
    return Problem(document.place(path), lookalikes.blamed(what, error["input"]))


def _field_names(kind: type[BaseModel], path: tuple[Any, ...]) -> list[str]:
    """The fields of the model at `path`, found by walking the annotations."""
    current: Any = kind
    for part in path:
        if isinstance(part, int):
            continue
        current = _inner(current.model_fields[part].annotation) if _is_model(current) else None
    return sorted(current.model_fields) if _is_model(current) else []


def _is_model(value: Any) -> bool:
    return isinstance(value, type) and issubclass(value, BaseModel)


def _inner(annotation: Any) -> Any:
    """The model inside list[...], Annotated[...] or `... | None`."""
    if _is_model(annotation):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _inner(argument)
        if _is_model(found):
            return found
    return None


def place_of(value: object, fallback: Place) -> Place:
    return value.place if isinstance(value, Located) else fallback
