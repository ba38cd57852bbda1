"""The same Python under Pyodide in Node: every scenario gives the same bytes as in CPython."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from checker import api
from checker.bundle import Bundle
from generator.audit import Checked
from tests.conftest import asset


def test_every_scenario_gives_the_same_bytes_under_node(site: Path, checked: Checked, tmp_path: Path) -> None:
    bundle = Bundle.from_json((asset(site, "check") / "bundle.json").read_bytes())
    requests = [
        {"answers": {str(f): a for f, a in s.answers.items()}, "audience": audience, "lang": lang, "topic": None}
        for s in checked.rules.scenarios
        for audience in api.AUDIENCES
        for lang in ("zh", "en")
    ]
    script = Path(__file__).with_name("pyodide.mjs")
    asked = tmp_path / "requests.json"
    asked.write_text(json.dumps(requests), encoding="utf-8")
    command = ["node", str(script), str(asset(site, "check")), str(asset(site, "pyodide")), str(asked)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [api.call(bundle, json.dumps(request)) for request in requests]
