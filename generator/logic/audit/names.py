"""Every id is given once, and every name that one entry uses for another exists."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from generator.logic.index import Entry, Index
from generator.plan import model
from generator.plan.folder import Rules, nearest
from generator.plan.load import Located, Problem
from generator.plan.ui_text import icons, texts

# Headings of pages that have areas or benefits as well: what has no area, on /duties/ and others; those of /proof/.
HEADINGS = {"all-areas", "audit", "cases", "lines"}

# Of which kind the names in a field are. A field that is not here holds no names, or its own check looks at them.
CONDITIONED = "benefit or duty with a `when`"
DRAWING = "drawing in generator/pages/templates/icons"
FIELDS: Mapping[type[model.Base], Mapping[str, str]] = {
    model.Advice: {"clauses": "clause"},
    model.Alarm: {"contacts": "contact"},
    model.AreaFile: {"icon": DRAWING},
    model.Bearers: {"explicit": "unit", "implied": "unit"},
    model.Benefit: {
        "clauses": "clause",
        "contacts": "contact",
        "excludes": CONDITIONED,
        "related": "benefit",
        "terms": "term",
    },
    model.Blank: {"clause": "clause", "facts": "fact"},
    model.Bet: {"contacts": "contact", "reference": "reference"},
    model.Case: {"answers": "fact", "icon": DRAWING, "situation": "situation"},
    model.Contact: {"clause": "clause", "reference": "reference"},
    model.Danger: {"contacts": "contact"},
    model.Duty: {
        "benefits": "benefit",
        "clauses": "clause",
        "excludes": CONDITIONED,
        "follows": "duty",
        "report_to": "unit",
    },
    model.Entrance: {"icon": DRAWING, "unit": "unit"},
    model.Fact: {"group": "group"},
    model.Form: {"duty": "duty"},
    model.FormerAnswer: {"means": "fact"},
    model.Grounds: {"clause": "clause"},
    model.LaterLaw: {"reference": "reference"},
    model.Mistake: {"duties": "duty"},
    model.News: {"duties": "duty"},
    model.PlanFile: {"emergency": "contact", "texts": "text of the pages"},
    model.Principle: {"clauses": "clause"},
    model.Refrain: {"clauses": "clause"},
    model.Responsible: {"role": "role", "units": "unit"},
    model.Scenario: {"answers": "fact"},
    model.Situation: {"answers": "fact", "facts": "fact", "icon": DRAWING},
    model.StaffFile: {"nobody": "unit"},
    model.Step: {"duty": "duty"},
    model.Term: {"clauses": "clause", "reference": "reference"},
    model.TrainingPart: {"cases": "case"},
    model.Unit: {"among": "unit", "contacts": "contact", "reference": "reference"},
}


def _entries(rules: Rules) -> dict[str, Iterable[Entry]]:
    """All that has an id, by what errors call it."""
    return {
        "fact": rules.facts,
        "term": rules.terms,
        "unit": rules.units,
        "benefit": [benefit for _, benefit in rules.benefits()],
        "duty": [duty for _, duty in rules.duties()],
        "clause": list(rules.clauses()),
        "contact": rules.contacts,
        "reference": rules.references,
        "role": rules.plan.roles,
        "group": rules.plan.groups,
        "area": rules.areas,
        "scenario": rules.scenarios,
        "bet": rules.bets,
        "retired fact": rules.retired,
        "situation": rules.situations,
        "case": rules.cases,
        "law card": rules.staff.today,
        "blank": rules.staff.form.blanks if rules.staff.form else [],
        "part of the training": rules.staff.training.parts if rules.staff.training else [],
        "version": rules.plan.versions,
        **{f"value of {fact.id!s}": fact.values for fact in rules.facts},
    }


def ids_given_twice(index: Index) -> Iterator[Problem]:
    """Within a kind, and among kinds that share an address, a name in conditions or a heading."""
    entries = _entries(index.rules)
    for kind, several in entries.items():
        seen: dict[str, Located] = {}
        for entry in several:
            first = seen.setdefault(entry.id, entry.id)
            if first is not entry.id:
                what = f"the {kind} id {str(entry.id)!r} is taken already, at {first.place}"
                yield Problem(entry.id.place, what)
    ids = {kind: {str(entry.id) for entry in several} for kind, several in entries.items()}
    for kind, others in (
        ("fact", ids["term"]),
        ("term", ids["benefit"] | ids["duty"]),
        ("duty", ids["benefit"]),
        ("area", ids["duty"] | HEADINGS),
        ("benefit", HEADINGS),
    ):
        for entry in entries[kind]:
            if entry.id in others:
                yield Problem(entry.id.place, f"the {kind} id {entry.id!s} is taken already")


def unknown_names(index: Index) -> Iterator[Problem]:
    rules = index.rules
    valid: dict[str, Collection[str]] = {kind: [entry.id for entry in each] for kind, each in _entries(rules).items()}
    valid |= {
        CONDITIONED: [act.id for act in rules.acts() if act.when is not None],
        DRAWING: icons(),
        "danger": [bet.id for bet in rules.bets if bet.danger],
        "text of the pages": texts().keys(),
    }
    for kind, names in _uses(rules):
        for name in names:
            if name not in valid[kind]:
                yield Problem(name.place, f"{str(name)!r} is not a {kind}", nearest=nearest(name, valid[kind]))


def _uses(rules: Rules) -> Iterator[tuple[str, Iterable[Located]]]:
    """The names in all fields of FIELDS, and in those of searches.yml, each with its kind."""
    yield "contact", rules.helplines
    yield "danger", [rules.unclear] if rules.unclear else []
    files = (rules.plan, rules.units, rules.contacts, rules.terms, rules.facts, rules.retired, rules.areas)
    staff = (rules.cases, rules.staff, rules.campaign)
    for entry in _models([*files, *staff, rules.measures, rules.situations, rules.bets, rules.scenarios]):
        for field, kind in FIELDS.get(type(entry), {}).items():
            names = getattr(entry, field)
            if names is not None:
                yield kind, [names] if isinstance(names, Located) else names


def _models(value: object) -> Iterator[model.Base]:
    """The entry or the entries, and all that they hold."""
    if isinstance(value, list):
        for each in value:
            yield from _models(each)
    elif isinstance(value, model.Base):
        yield value
        for _, field in value:
            yield from _models(field)
