"""What works on which engine, as a visitor sees it after real taps: a table of cells, each tried by a new phone.

A cell is a function of a visit. It returns if what it is named for works, raises `Held` with what was seen instead, or
`Cannot` where the engine has nothing to do it with.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from pathlib import Path

from tests.conftest import Quiet, Server
from tests.phones.driver import Gone, Held, Phone
from tests.phones.engines import Engine, Missing, started

SECONDS = 120  # for a cell
SOON = 8  # seconds for what a page does at once: a busy machine takes its time for that as well
GUIDE = "guides/proxy-mother/"
ANSWERS = {"child_age": "9", "lives_in_renhe": "true", "parents_away": "both"}
FRAGMENT = "#" + "&".join(f"{fact}={answer}" for fact, answer in ANSWERS.items())
APPLIES = '[data-outcome="proxy-mother"].cp-result--applies'
# What results are worked out with, by whatever name; without it there is a failure to be told of.
WORKS_OUT = ("/worker.js", "/bundle.", "/checker.json", "/python.zip", "/pyodide", "/walker")

VISIBLE = """(function (selector) {
  return [].filter.call(document.querySelectorAll(selector), function (each) {
    return each.getClientRects().length && getComputedStyle(each).visibility === "visible";
  });
})"""
# What is left of answers: on the screen, on paper, in the address, in storage.
LEFT = f"""(function () {{
  var left = [];
  {VISIBLE}("[data-form] fieldset[data-fact] input, .cp-result input").forEach(function (input) {{
    if (input.type === "number" ? input.value : input.checked) left.push("the answer to " + input.name);
  }});
  if ({VISIBLE}(".cp-result").length) left.push("results");
  if (document.querySelector("[data-answers-list] li, [data-paper] *")) left.push("answers for paper");
  if ((document.querySelector(".cp-link-out") || {{}}).value) left.push("a link");
  if (/child_age/.test(decodeURIComponent(location.href))) left.push("answers in the address");
  ["localStorage", "sessionStorage"].forEach(function (name) {{
    try {{
      for (var i = 0; i < window[name].length; i++) {{
        if (/child_age/.test(window[name].getItem(window[name].key(i)))) left.push("answers in " + name);
      }}
    }} catch (error) {{}} // a blank page has none
  }});
  return left.join(", ");
}})()"""
ANSWERED = f"""(function () {{
  var wanted = {json.dumps(ANSWERS)}, fact, input, i;
  for (fact in wanted) {{
    var found = false, inputs = document.querySelectorAll("[data-form] input[name=" + fact + "]");
    for (i = 0; i < inputs.length; i++) {{
      input = inputs[i];
      if (input.value === wanted[fact] && (input.type === "number" || input.checked)) found = true;
    }}
    if (!found) return false;
  }}
  return true;
}})()"""
# What the page says of the program that works results out, and what it says where that has failed.
SAID = "document.querySelector('[data-state]').textContent"
FAILED = "JSON.parse(document.querySelector('script[data-text]').textContent).say.check_failed"


class Cannot(Exception):  # noqa: N818
    """The engine has not got what this needs, or nothing of the kind can happen here; says what."""


SAFE = "/safe."  # the script that does not depend on others
FIRST = (SAFE, "/old-engines.", "/polyfills.", "/display.")  # for these the browser itself waits


@dataclass
class Host:
    """A server that can be switched off, and refuses addresses in which one of `refused` stands.

    `broken`: scripts other than that for safety throw. `held`: those for which no page waits do not arrive.
    """

    up: bool = True
    refused: tuple[str, ...] = ()
    broken: bool = False
    held: bool = False
    gone: threading.Event = field(default_factory=threading.Event)


class _Answers(Quiet):
    host: Host

    def do_GET(self) -> None:  # noqa: N802 (the base class looks for this name)
        if not self.host.up:
            self.close_connection = True  # no word of an answer
        elif any(part in self.path for part in self.host.refused):
            self.send_error(HTTPStatus.NOT_FOUND)
        elif self.host.broken and self._script_but(SAFE):
            self._send_what_throws()
        else:
            if self.host.held and self._script_but(*FIRST):
                self.host.gone.wait()
            super().do_GET()

    def _script_but(self, *names: str) -> bool:
        return self.path.endswith(".js") and not any(name in self.path for name in names)

    def _send_what_throws(self) -> None:
        body = b"throw new Error('broken');"
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/javascript")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def hosting(site: Path) -> Iterator[tuple[Host, str]]:
    host = Host()
    handler = type("_AnswersOf", (_Answers,), {"host": host})
    with Server(("127.0.0.1", 0), partial(handler, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield host, f"http://127.0.0.1:{server.server_port}/"
        host.gone.set()
        server.shutdown()


@dataclass
class Visit:
    """A first visit. `root` is the site's address, which ends in a slash."""

    phone: Phone
    host: Host
    root: str

    def sees(self, selector: str) -> bool:
        return bool(self.phone.js(f"{VISIBLE}({json.dumps(selector)}).length"))

    def wait_for(self, selector: str, seconds: float, why: str) -> None:
        self.phone.wait(f"{VISIBLE}({json.dumps(selector)}).length", seconds, why)

    def open(self, path: str) -> None:
        """Load a page anew, the one that is open too."""
        self.phone.open("about:blank")
        self.phone.open(self.root + path)

    def go_to(self, fact: str) -> None:
        """Open the list of all questions, in which one stands. Where there are no rules, it is open already."""
        for _ in range(3):
            if self.phone.js("document.querySelector('[data-all]').hasAttribute('open')"):
                break
            self.phone.tap("[data-all] > summary")  # the page may have opened it at the same moment
            time.sleep(0.3)
        self.wait_for(f"[data-form] input[name={fact}]", SOON, f"{fact} is never asked")

    def answer(self, fact: str, value: str) -> None:
        self.go_to(fact)
        number = f"[data-form] input[name={fact}][type=number]"
        if self.sees(number):
            self.phone.type(number, value)
        else:
            self.phone.tap(f'[data-form] input[name={fact}][value="{value}"]')

    def answer_all(self) -> None:
        for fact, value in ANSWERS.items():
            self.answer(fact, value)
        self.phone.wait(ANSWERED, SOON, "the form does not take the answers")

    def wait_for_results(self, seconds: float = 20) -> None:
        """Until they are there, or the page says that they will not be."""
        there = f"{VISIBLE}({json.dumps(APPLIES)}).length"
        why = "no results and no word of it"
        self.phone.wait(f"{there} || {SAID} === {FAILED}", seconds, why)
        if not self.phone.js(there):
            raise Held(f"no results; the page says: {self.phone.js(SAID)}")


# --- the cells ---


def text(visit: Visit) -> None:
    visit.open(GUIDE)
    visit.wait_for(".md-content h1", SOON, "no heading")
    if visit.phone.js("document.querySelector('.md-content').innerText.length") < 500:
        raise Held("hardly any text")
    wide = visit.phone.js("document.documentElement.scrollWidth - window.innerWidth")
    if wide > 1:
        raise Held(f"the page is {wide} pixels too wide")


def menu(visit: Visit) -> None:
    visit.open("")
    visit.phone.tap("button[data-toggle=__drawer]")
    visit.phone.tap('.md-nav--primary a.md-nav__link[href*="guides/"]')
    visit.phone.wait("/guides/.test(location.pathname)", SOON, "the menu leads nowhere")


def easy_mode(visit: Visit) -> None:
    size = "parseFloat(getComputedStyle(document.querySelector('.md-content p')).fontSize)"
    visit.open("")
    before = visit.phone.js(size)
    visit.phone.tap("button[data-switch=easy]")
    visit.phone.wait(f"{size} > {before * 1.1}", SOON, "the text does not grow")
    visit.open("")
    visit.phone.wait(f"{size} > {before * 1.1}", SOON, "the next page is as before")
    visit.phone.tap("button[data-switch=easy]")
    visit.phone.wait(f"{size} === {before}", SOON, "it cannot be left")


def search(query: str, language: str, visit: Visit) -> None:
    visit.open(language)
    visit.phone.tap("button[data-toggle=__search]")
    visit.phone.type("[data-cp-search] input", query)
    found = f'.md-search-result__list a[href*="{GUIDE}"]'
    try:
        visit.wait_for(found, 12, "not found")
    except Held:
        said = visit.phone.js("document.querySelector('.md-search-result__meta').textContent.trim()")
        listed = visit.phone.js("document.querySelectorAll('.md-search-result__list a').length")
        raise Held(f"the search says “{said}” and lists {listed}") from None
    visit.phone.tap(found)
    visit.phone.wait(f"location.pathname.indexOf({json.dumps(GUIDE)}) > 0", SOON, "what is found leads nowhere")


def no_false_bar(visit: Visit) -> None:
    for path in ("", GUIDE):
        visit.open(path)
        time.sleep(2)
        if visit.sees("[data-worker]"):
            raise Held("a new version is announced on a first visit")


def steps(visit: Visit) -> None:
    visit.open("check/")
    visit.wait_for("[data-screen-next]", SOON, "the questions are not in steps")
    visit.phone.tap("[data-situations] input[value=absent]")
    visit.phone.tap("[data-screen-next]")
    visit.wait_for("[data-screen] .cp-numbers button", SOON, "no step forward")
    visit.phone.tap("[data-screen] .cp-numbers button")
    visit.wait_for("[data-screen] input[type=radio]", SOON, "a choice leads nowhere")
    visit.phone.tap("[data-screen-back]")
    visit.wait_for("[data-screen] .cp-numbers button", SOON, "no step back")


def danger_strip(visit: Visit) -> None:
    visit.open("check/")
    if visit.sees("[data-danger] section"):
        raise Held("a danger is told of before anything is answered")
    visit.answer("living_alone", "true")
    visit.wait_for("[data-danger] section[data-fact=living_alone] a[href^='tel:']", SOON, "no number to call")
    visit.phone.tap('[data-form] input[name=living_alone][value="false"]')
    visit.phone.wait(f"!{VISIBLE}('[data-danger] section').length", SOON, "it stays when the answer is taken back")


def results(visit: Visit) -> None:
    visit.open("check/")
    visit.answer_all()
    visit.wait_for_results()
    visit.phone.tap(f"{APPLIES} summary")
    visit.wait_for(f"{APPLIES} .cp-result__body p", SOON, "a result does not open")


def told_of_failure(visit: Visit) -> None:
    """With all refused that results are worked out with."""
    visit.host.refused = WORKS_OUT
    visit.open("check/")
    visit.answer_all()
    told = f"{SAID} === {FAILED} || {VISIBLE}('.cp-result').length"
    visit.phone.wait(told, 10, f"the page goes on saying: {visit.phone.js(SAID)}")
    if visit.sees(".cp-result"):
        raise Cannot("results come all the same")
    if not visit.sees("[data-state]"):
        raise Held("what is told cannot be seen")


def _answered_from_a_link(visit: Visit) -> None:
    """With a page behind, answers in the address, in the form, and kept if the page lets them be kept."""
    visit.open("")
    visit.phone.open(f"{visit.root}check/{FRAGMENT}")
    try:
        visit.phone.wait(ANSWERED, SOON, "the link is not read")
    except Held:
        visit.answer_all()  # in steps or not, with scripts or without
    try:
        visit.wait_for_results(15)
    except Held:
        return
    visit.phone.tap("[data-keep]")
    visit.phone.wait("localStorage.length", SOON, "nothing is kept")


def _nothing_left_here(visit: Visit) -> None:
    try:
        visit.phone.wait(f"!{LEFT}", SOON, "left")
    except Held:
        raise Held(f"left: {visit.phone.js(LEFT)}") from None


def _nothing_left(visit: Visit) -> None:
    """Not on this page, nor on the one behind, nor on coming back."""
    _nothing_left_here(visit)
    visit.phone.back()
    if left := visit.phone.js(LEFT):
        raise Held(f"behind “back”: {left}")
    visit.phone.js("setTimeout(function () { history.forward(); }) && true")
    time.sleep(1)
    if left := visit.phone.js(LEFT):
        raise Held(f"on coming back: {left}")
    visit.open("")
    if left := visit.phone.js(LEFT):
        raise Held(f"afterwards: {left}")


def quick_exit(visit: Visit) -> None:
    _answered_from_a_link(visit)
    visit.phone.tap("[data-exit]")
    visit.phone.wait("!/check/.test(location.pathname)", SOON, "the page stays")
    _nothing_left(visit)


def wipe(visit: Visit) -> None:
    _answered_from_a_link(visit)
    visit.phone.tap("[data-wipe]")
    _nothing_left(visit)


def _answered_by_hand(visit: Visit) -> None:
    """The page behind is whole; on this one the form takes answers, whatever else does not work."""
    visit.open(GUIDE)
    visit.host.broken = True
    visit.phone.open(f"{visit.root}check/")
    visit.answer_all()


def _answered_in_mid_load(visit: Visit) -> None:
    visit.open(GUIDE)
    visit.host.held = True
    visit.phone.go(f"{visit.root}check/")
    visit.wait_for("[data-exit]", SOON, "the page shows nothing before it is whole")
    visit.wait_for("[data-all] > summary", SOON, "the form is not there before the page is whole")
    visit.answer_all()
    if visit.phone.js("document.readyState") == "complete":
        raise Held("the page is whole already")


def left_at_once(before: Callable[[Visit], None], visit: Visit) -> None:
    before(visit)
    visit.phone.tap("[data-exit]")
    visit.phone.wait("!/check/.test(location.pathname)", SOON, "the page stays")
    visit.host.broken = visit.host.held = False
    visit.host.gone.set()
    _nothing_left(visit)


def wiped_at_once(before: Callable[[Visit], None], visit: Visit) -> None:
    before(visit)
    visit.phone.tap("[data-wipe]")
    _nothing_left_here(visit)


def links(visit: Visit) -> None:
    visit.open("check/")
    visit.answer_all()
    visit.wait_for_results()
    visit.phone.tap("[data-link]")
    visit.wait_for(".cp-link-out", SOON, "no link")
    link = visit.phone.js("document.querySelector('.cp-link-out').value")
    visit.open(link.removeprefix(visit.root))
    visit.phone.wait(ANSWERED, SOON, "the link brings no answers")
    visit.wait_for_results()


def kept_answers(visit: Visit) -> None:
    visit.open("check/")
    visit.answer_all()
    visit.phone.tap("[data-keep]")
    visit.open("check/")
    visit.phone.wait(ANSWERED, SOON, "they are not there on the next visit")


def offline(visit: Visit) -> None:
    visit.open("privacy/")
    if not visit.phone.js("'serviceWorker' in navigator"):
        raise Cannot("no service workers")
    visit.wait_for("[data-offline-state]", 20, "the page says nothing of keeping the site")
    visit.wait_for("[data-offline-state=kept]", 60, "the page never says that the site is kept")
    visit.phone.open("about:blank")
    visit.host.up = False
    visit.phone.open(visit.root + GUIDE)
    visit.wait_for(".md-content h1", SOON, "a page is not there without the network")


CELLS: dict[str, Callable[[Visit], None]] = {
    "text": text,
    "menu": menu,
    "easy mode": easy_mode,
    "search zh": partial(search, "代理妈妈", ""),
    "search en": partial(search, "proxy mother", "en/"),
    "no false bar": no_false_bar,
    "steps": steps,
    "danger strip": danger_strip,
    "results": results,
    "told of failure": told_of_failure,
    "quick exit": quick_exit,
    "wipe": wipe,
    "exit, scripts broken": partial(left_at_once, _answered_by_hand),
    "wipe, scripts broken": partial(wiped_at_once, _answered_by_hand),
    "exit in mid-load": partial(left_at_once, _answered_in_mid_load),
    "wipe in mid-load": partial(wiped_at_once, _answered_in_mid_load),
    "links": links,
    "kept answers": kept_answers,
    "offline": offline,
}


# --- the table ---


@dataclass(frozen=True)
class Outcome:
    """`mark` is ✓, ✗, – (cannot be on this engine) or empty (no such engine here); `why` says more of all but ✓."""

    mark: str
    why: str = ""


def attempt(engine: Engine, cell: str, site: Path) -> Outcome:
    """Raises `Missing`. A browser that ends in the midst of it gets a second try: that may not be the page's doing."""
    try:
        return _attempt(engine, cell, site)
    except Gone:
        pass
    try:
        return _attempt(engine, cell, site)
    except Gone as why:
        return Outcome("✗", str(why))


def _attempt(engine: Engine, cell: str, site: Path) -> Outcome:
    with started(engine) as phone:
        return trial(phone, cell, site)


def trial(phone: Phone, cell: str, site: Path) -> Outcome:
    """The site has an origin of its own each time, on which the phone keeps nothing yet. Raises `Gone`."""
    with hosting(site) as (host, root):
        phone.limit(SECONDS)
        try:
            CELLS[cell](Visit(phone, host, root))
        except Cannot as why:
            return Outcome("–", str(why))
        except Gone:
            raise
        except (Held, RuntimeError) as why:
            return Outcome("✗", str(why))
        return Outcome("✓")


def row(engine: Engine, site: Path, cells: Iterable[str] = tuple(CELLS)) -> dict[str, Outcome]:
    outcomes = {}
    for cell in cells:
        try:
            outcomes[cell] = attempt(engine, cell, site)
        except Missing as why:
            return dict.fromkeys(cells, Outcome("", str(why)))
    return outcomes


def table(rows: dict[str, dict[str, Outcome]]) -> str:
    """Rows by engine, as Markdown; below, what was seen where it does not work."""
    cells = list(next(iter(rows.values())))
    lines = [f"| engine | {' | '.join(cells)} |", "|---" * (len(cells) + 1) + "|"]
    for name, outcomes in rows.items():
        lines.append(f"| {name} | {' | '.join(outcomes[cell].mark for cell in cells)} |")
    lines.append("")
    for cell in cells:
        for why in dict.fromkeys(outcomes[cell].why for outcomes in rows.values()):
            names = ", ".join(name for name, outcomes in rows.items() if outcomes[cell].why == why)
            if why:
                lines.append(f"- {cell}: {why} ({names})")
    return "\n".join(lines)
