"""The commands at terminals of other encodings, without their streams, interrupted, and without what they need."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.request import urlopen

import pytest

from checker.bundle import Bundle
from checker.fact import Answer, Choice, Number, YesNo
from checker.terminal.interview import heard
from generator import commands
from generator.logic.audit import Checked
from generator.logic.bundle import bundle_text
from generator.plan.reviews import DayError, build_day
from tests.conftest import HARBOUR, ROOT

pytestmark = pytest.mark.usefixtures("programs")

# A terminal by its name, as the environment that makes Python take its streams, files and names so.
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
TERMINALS: Mapping[str, Mapping[str, str]] = {
    "UTF-8": {"LC_ALL": "C.UTF-8"},
    "POSIX": {"LC_ALL": "POSIX"},  # which Python takes for UTF-8
    "ASCII": ASCII,
    "GBK": {**ASCII, "PYTHONIOENCODING": "gbk"},
}
ENCODINGS = {"UTF-8": "utf-8", "POSIX": "utf-8", "ASCII": "ascii", "GBK": "gbk"}
PUPIL = b'{"child_age": 12, "school_stage": "compulsory", "unexcused_absence_days": 8}'


def run(
    program: str, *arguments: str | Path, terminal: str = "UTF-8", given: bytes = b"", cwd: Path = ROOT
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", program, *map(str, arguments)]
    environment = {**os.environ, **TERMINALS[terminal]}
    return subprocess.run(command, cwd=cwd, env=environment, input=given, capture_output=True, check=False)


def plain(done: subprocess.CompletedProcess[bytes], status: int, *words: str) -> None:
    """The command ended with one line that holds these words."""
    [line] = done.stderr.decode().splitlines()
    assert done.returncode == status, line
    assert all(word in line for word in words), line


@pytest.fixture(scope="module")
def bundle(checked: Checked, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bundle") / "bundle.json"
    path.write_text(bundle_text(checked.bundle), encoding="utf-8")
    return path


# --- what the terminal can show ---


@pytest.mark.parametrize("terminal", TERMINALS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_report_is_shown_as_far_as_the_terminal_can(terminal: str, lang: str, bundle: Path) -> None:
    shown = run("checker", "--bundle", bundle, "--lang", lang, "-", given=PUPIL, terminal=terminal)
    wanted = run("checker", "--bundle", bundle, "--lang", lang, "-", given=PUPIL)
    assert (shown.returncode, shown.stderr) == (0, b"")
    text = wanted.stdout.decode()
    assert shown.stdout.decode(ENCODINGS[terminal]) == text.encode(ENCODINGS[terminal], "backslashreplace").decode(
        ENCODINGS[terminal]
    )


def test_between_programs_all_is_utf_8() -> None:
    """The checker has the rules compiled, and JSON is for programs: both are the same bytes everywhere."""
    reports, bundles = set(), set()
    for terminal in TERMINALS:
        done = run("checker", "--rules", HARBOUR, "--format", "json", "-", given=b"{}", terminal=terminal)
        assert (done.returncode, done.stderr) == (0, b""), terminal
        reports.add(done.stdout)
        bundles.add(run("generator", "bundle", "--rules", HARBOUR, terminal=terminal).stdout)
    [_], [compiled] = reports, bundles
    assert json.loads(compiled.decode())["plan"]


@pytest.mark.parametrize("terminal", TERMINALS)
def test_problems_in_chinese_are_told(terminal: str, tmp_path: Path) -> None:
    shutil.copytree(HARBOUR, tmp_path / "规则")
    with (tmp_path / "规则" / "plan.yml").open("a", encoding="utf-8") as plan:
        plan.write("texts：没有\n")
    for program in ("generator", "checker"):
        command = "check" if program == "generator" else "-"
        done = run(program, command, "--rules", tmp_path / "规则", given=b"{}", terminal=terminal)
        said = (done.stdout + done.stderr).decode(ENCODINGS[terminal])
        assert done.returncode in (1, 2)
        assert "plan.yml:89:6: the fullwidth colon" in said
        assert ("规则/plan.yml" in said) == (terminal != "ASCII")
        assert "Traceback" not in said


# --- answers as people say them ---


FACTS = {
    "boolean": YesNo("f", "g"),
    "integer": Number("f", "g", text={"unit": {"zh": "岁", "en": "years"}}),
    "choice": Choice("f", "g", ("both", "one")),
}
OPTIONS: Mapping[str, list[tuple[Mapping[str, str], Answer]]] = {
    "boolean": [({"zh": "是", "en": "Yes"}, True), ({"zh": "不是", "en": "No"}, False)],
    "integer": [],
    "choice": [({"zh": "父母双方", "en": "Both parents"}, "both"), ({"zh": "一方", "en": "One"}, "one")],
}


@pytest.mark.parametrize(
    ("kind", "answer", "typed"),
    [
        ("boolean", True, "是|是。| 是的|有|对|yes|YES|ｙｅｓ|y|true|1|１|一|1."),
        ("boolean", False, "否|不是|没有|不|no|No.|n|false|2|２|二"),
        ("integer", 9, "9|９|九|9岁|９岁|九岁|9 岁|9周岁|9 years|9 years old|9 year old|　9　"),
        ("integer", 12, "十二岁|12|１２周岁"),
        ("integer", 20, "二十"),
        ("integer", 2, "两|两岁"),
        ("integer", 0, "〇|零"),
        ("choice", "both", "1|１|both|BOTH|父母双方|Both parents|both parents."),
    ],
)
def test_an_answer_is_heard_as_it_is_said(kind: str, answer: Answer, typed: str) -> None:
    for each in typed.split("|"):
        assert heard(FACTS[kind], OPTIONS[kind], each) == answer, each


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("boolean", "3|0|maybe|是不是|是否|-1|1.5|1²"),
        ("integer", "9.5|-1|9个月|nine|九十九百|9 9|9999999999|²|9²|½"),
        ("choice", "3|三|父母|none"),
    ],
)
def test_what_is_no_answer_is_not_guessed_at(kind: str, typed: str) -> None:
    for each in typed.split("|"):
        with pytest.raises(ValueError, match=re.escape(each)):
            heard(FACTS[kind], OPTIONS[kind], each)


@pytest.mark.parametrize("terminal", ["UTF-8", "GBK"])
def test_the_interview_hears_and_says_what_it_wants(terminal: str, bundle: Path) -> None:
    typed = "都不是\n没有\n九点五\n9岁\n也许\n是\n不知道\n不知道\n" + "没有\n" * 3
    given = typed.encode(ENCODINGS[terminal])
    done = run("checker", "interview", "--bundle", bundle, given=given, terminal=terminal)
    said = done.stdout.decode(ENCODINGS[terminal])
    assert (done.returncode, done.stderr) == (0, b"")
    assert said.count("请填其中一个： 0 / 1 … 10 / ?") == 1
    assert said.count("请填其中一个： 0… / ?") == 1
    assert said.count("请填其中一个： 1 / 2 / ?") == 1


def test_bytes_that_are_no_text_are_no_answer(bundle: Path) -> None:
    done = run("checker", "interview", "--bundle", bundle, given=b"\xff\xfe\x80\n9\n")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "请填其中一个" in done.stdout.decode()


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ('{"orphaned": "true"}', "'true' is not an answer; did you mean true, without quotes?"),
        ('{"orphaned": "False"}', "did you mean false, without quotes?"),
        ('{"child_age": "9"}', "'9' is not an answer; did you mean 9, without quotes?"),
        ('{"parents_away": "bothh"}', "did you mean 'both'?"),
    ],
)
def test_what_is_meant_is_not_what_was_given(answers: str, words: str, bundle: Path) -> None:
    plain(run("checker", "--bundle", bundle, "-", given=answers.encode()), 2, words)


# --- streams ---

COMMANDS: Sequence[tuple[str, ...]] = (
    ("generator", "check", "--rules", str(HARBOUR)),
    ("generator", "bundle", "--rules", str(HARBOUR)),
    ("checker", "--rules", str(HARBOUR), "-"),
    ("checker", "--rules", str(HARBOUR), "--format", "json", "-"),
    ("checker", "--rules", str(HARBOUR), "interview"),
)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_device_is_one_plain_line(command: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=ROOT, input=b"{}", stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    [line] = done.stderr.decode().splitlines()
    assert "No space left on device" in line


@pytest.mark.parametrize(
    ("command", "closed"),
    [
        pytest.param(COMMANDS[which], closed, marks=[] if which == 2 or closed == "<&- >&- 2>&-" else pytest.mark.long)
        for which in (0, 2, 4)
        for closed in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-")
    ],
)
def test_closed_streams_are_no_fault(command: tuple[str, ...], closed: str) -> None:
    line = f'exec "$@" {closed}'
    done = subprocess.run(
        ["sh", "-c", line, "sh", sys.executable, "-m", *command],
        cwd=ROOT,
        input=b"{}",
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    reads_answers = "-" in command and "<&-" in closed  # nothing is no JSON
    assert done.returncode == (2 if reads_answers else 0), done.stderr


def test_a_reader_that_has_seen_enough(bundle: Path) -> None:
    line = '"$@" | head -c 1; echo " ${PIPESTATUS[0]}"'
    shell = ["bash", "-c", line, "bash", sys.executable, "-m", "checker", "--bundle", str(bundle), "-"]
    done = subprocess.run(shell, cwd=ROOT, input=PUPIL, capture_output=True, check=False)
    assert done.stderr == b""
    assert done.stdout.endswith(b" 0\n")


@pytest.mark.parametrize("command", [("generator", "check"), ("checker", "-"), ("checker", "interview")])
def test_an_interrupt_is_one_plain_line(command: tuple[str, ...]) -> None:
    """The rules are being compiled, or input is waited for."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    time.sleep(1)  # nothing tells that it has begun; all three go on for longer
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130, said
    assert said.decode().splitlines() == [f"{command[0]}: interrupted"]


def test_a_server_that_is_told_to_end_leaves_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "generator", "serve", "--rules", str(HARBOUR), "--port", "8965"]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE)
    assert server.stderr
    while b"Serving on" not in (line := server.stderr.readline()):
        assert line, "it ended by itself"
    with urlopen("http://127.0.0.1:8965/", timeout=60) as answer:  # "serving" is said a moment before it is so
        assert answer.status == 200
    server.terminate()
    _, said = server.communicate(timeout=60)
    assert server.returncode == 128 + signal.SIGTERM
    assert b"Traceback" not in said
    assert list(tmp_path.iterdir()) == []


# --- what is needed ---


def without(folder: Path, package: str) -> dict[str, str]:
    """The environment of a machine where a package is not installed."""
    (folder / "sitecustomize.py").write_text(
        "import sys\n"
        "class Without:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name.partition('.')[0] == {package!r}:\n"
        f"            raise ModuleNotFoundError(f'No module named {{name!r}}', name=name)\n"
        "sys.meta_path.insert(0, Without())\n",
        encoding="utf-8",
    )
    return {**os.environ, "PYTHONPATH": str(folder)}


@pytest.mark.parametrize("package", ["rich", "yaml", "pydantic", "mkdocs", "brotli", "jinja2"])
def test_a_package_that_is_missing_is_named(package: str, tmp_path: Path) -> None:
    for program, status in (("generator", 1), ("checker", 2)):
        arguments = ["check"] if program == "generator" else ["-"]
        done = subprocess.run(
            [sys.executable, "-m", program, *arguments],
            cwd=ROOT,
            env=without(tmp_path, package),
            input=b"{}",
            capture_output=True,
            check=False,
        )
        plain(done, status, f"the Python package '{package}' is missing; run: make setup")


def test_node_that_is_missing_is_named(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    environment = {**os.environ, "PATH": str(tmp_path / "bin")}
    done = subprocess.run(
        [sys.executable, "-m", "generator", "build", "--rules", HARBOUR, "--site", tmp_path / "site"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert "install Node.js" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    assert not (tmp_path / "site").exists()


def test_a_port_in_use_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("generator", "serve", "--rules", HARBOUR, "--port", str(port))
    assert done.returncode == 1
    assert f"cannot serve on port {port}: Address already in use" in done.stderr.decode().splitlines()[-1]
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.parametrize("wrong", ["0", "65536", "-1", "http"])
def test_a_port_that_is_none_is_named(wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        commands.main(["serve", f"--port={wrong}"])
    assert ended.value.code == 2
    assert f"'{wrong}' is not a port (accepted: 1 to 65535)" in capsys.readouterr().err


@pytest.mark.parametrize("program", ["generator", "checker"])
@pytest.mark.parametrize("rules", ["none", "a file", "unreadable"])
def test_rules_that_cannot_be_read_are_named(program: str, rules: str, tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    if rules == "a file":
        folder.touch()
    elif rules == "unreadable":
        shutil.copytree(HARBOUR, folder)
        (folder / "facts.yml").unlink()
        (folder / "facts.yml").symlink_to("facts.yml")  # even the administrator cannot read a circle
    done = run(program, "check" if program == "generator" else "-", "--rules", folder, given=b"{}")
    said = (done.stdout + done.stderr).decode()
    assert done.returncode == (1 if program == "generator" else 2)
    assert "rules" in said
    assert "Traceback" not in said


def test_a_day_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "yesterday"}
    command = [sys.executable, "-m", "generator", "check", "--rules", str(HARBOUR)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    plain(done, 1, "SOURCE_DATE_EPOCH")
    for epoch in ("yesterday", "9" * 30, "1e9", "-1", "4294967296"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        with pytest.raises(DayError, match=f"SOURCE_DATE_EPOCH is '{epoch}'"):
            build_day.__wrapped__()  # which is read once a process


def test_a_bundle_of_an_earlier_version_has_no_units(checked: Checked) -> None:
    """Numbers are heard all the same."""
    data = json.loads(bundle_text(checked.bundle))
    for each in data["facts"]:
        each["text"].pop("unit", None)
    age = Bundle.from_data(data).fact("child_age")
    assert heard(age, [], "９") == 9
