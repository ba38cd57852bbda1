"""Pages for families: the home page, the questionnaire, the guides."""

from __future__ import annotations

import json
from typing import Any

from generator.pages.views.pieces import Link, Page, Pieces
from generator.plan import model


def home(p: Pieces) -> Page:
    plan = p.rules.plan
    view = {
        "title": p.say(plan.short),
        "lead_in": p.say(plan.lead_in),
        "number": plan.number,
        "emergency": p.contacts(plan.emergency),
        "groups": p.help_groups,
        "searches": p.says(plan.searches),
    }
    return Page("", "home.html", p.t["home"], p.say(plan.lead_in), view=view, source="plan.yml", family=True, wide=True)


def check(p: Pieces) -> Page:
    """The questionnaire: every question, the conditions in words beside it, and the texts that its script needs."""
    facts = p.rules.facts
    yes_no = {"true": p.t["checker_yes"], "false": p.t["checker_no"]}
    labels = {f.id: {str(choice.id): p.say(choice.label) for choice in f.values} for f in facts}
    labels |= {f.id: yes_no for f in facts if f.type == "boolean"}
    labels = {name: options for name, options in labels.items() if options}

    def question(fact: model.Fact) -> dict[str, Any]:
        return {
            "id": fact.id,
            "type": fact.type,
            "question": p.say(fact.question),
            "worker": p.say(fact.worker),
            "help": p.say(fact.help),
            "options": list(labels.get(fact.id, {}).items()),
            "minimum": fact.minimum,
            "maximum": fact.maximum,
            "unit": p.say(fact.unit),
        }

    view = {
        "version": p.rules.plan.version,
        "emergency": p.contacts(p.rules.plan.emergency),
        "root": p.root,
        "groups": [
            {
                "id": group.id,
                "title": p.say(group.title),
                "facts": [question(fact) for fact in facts if fact.group == group.id],
            }
            for group in p.rules.plan.groups
        ],
        "dangers": [
            {
                "fact": fact.id,
                "answers": " ".join(json.dumps(a) if isinstance(a, bool) else a for a in fact.danger.answers),
                "do": p.say(fact.danger.do),
                "contacts": p.contacts(fact.danger.contacts),
            }
            for fact in facts
            if fact.danger
        ],
        "areas": [
            {
                "title": group["title"],
                "benefits": [b | {"phrase": p.phrase(b["address"].split("/")[1])} for b in group["benefits"]],
            }
            for group in p.help_groups
        ],
        "texts": {
            "say": {
                key: text
                for key, text in p.t.items()
                if key.startswith(("check_", "checker_")) and not key.endswith("_words")
            },
            "answers": labels,
            "topics": {area.id: p.say(area.title) for area in p.rules.areas},
            "retired": {
                former.id: {
                    "question": p.say(former.question),
                    "answers": {
                        json.dumps(each.answer) if isinstance(each.answer, bool) else each.answer: list(
                            each.means.items()
                        )
                        for each in former.answers
                    },
                }
                for former in p.rules.retired
            },
        },
    }
    return Page(
        "check/",
        "check.html",
        p.t["check"],
        p.t["check_lead"],
        words=p.words("check"),
        view=view,
        repeats=True,
        family=True,
        wide=True,
    )


def guides(p: Pieces) -> Page:
    view = {"groups": p.help_groups}
    return Page("guides/", "guides.html", p.t["guides"], p.t["guides_lead"], view=view, family=True)


def guide(p: Pieces, area: model.AreaFile | None, item: model.Item, benefit: model.Benefit) -> Page:
    duties = [p.duty_views[d.id] for _, d in p.rules.duties() if benefit.id in d.benefits]
    explain = p.explainer()  # the texts that it is given stand in the order of the page
    view = {
        "title": p.say(benefit.title),
        "summary": explain.text(p.say(benefit.summary)),
        "area": p.area_link(area) if area else None,
        "icon": area.icon if area else "house",
        "who": explain.phrase(p.phrase(benefit.id)),
        "readings": explain.texts(p.says(reading.text for reading in benefit.readings)),
        "gives": explain.texts(p.says(benefit.gives)),
        "next": explain.texts(p.says(benefit.next)),
        "contacts": p.contacts(benefit.contacts),
        "bearers": p.bearers(benefit.bearers),
        "silent": explain.texts(p.says(benefit.silent)),
        "note": explain.text(p.say(benefit.note)),
        "scenarios": [s | {key: explain.text(s[key]) for key in ("title", "story")} for s in p.scenarios(benefit.id)],
        "clauses": [
            {
                "link": link,
                "text": explain.text(p.say(p.statements[i].text)),
                "note": explain.text(p.say(p.statements[i].note)),
                "official": p.official.get(i),
            }
            for link, i in zip(p.clause_links(benefit.clauses), benefit.clauses, strict=True)
        ],
        "item": {
            "number": p.number(item.locator),
            "title": p.say(item.title),
            "note": explain.text(p.say(item.note)),
        },
        "later": [law | {"text": explain.text(law["text"])} for law in p.later(benefit.later)],
        "behind": [{key: duty[key] for key in ("title", "address", "deadline")} for duty in duties],
        "related": [p.card(p.benefits[r]) for r in benefit.related],
        "terms": [Link(p.say(t.title), f"terms/#{t.id}") for t in p.rules.terms if t.id in benefit.terms],
        "rule": {"owner": benefit.id, "who": p.phrase(benefit.id), "terms": p.terms_within(benefit.id)},
        "review": p.review(benefit.reviewed),
    }
    return Page(
        f"guides/{benefit.id}/",
        "guide.html",
        p.say(benefit.title),
        p.say(benefit.summary),
        view=view,
        words=tuple(getattr(benefit.words, p.language)),
        family=True,
        source=f"areas/{area.id}.yml" if area else "measures.yml" if item in p.rules.measures else "plan.yml",
    )
