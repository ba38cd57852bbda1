"""The JSON Schemas by which editors check rule files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from generator.plan import model


def schema_of(kind: type[model.Base]) -> dict[str, Any]:
    """The JSON Schema of one kind of rule file."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **kind.model_json_schema()}


def schemas(rules: Path) -> None:
    """Write the schemas of all kinds of rule files into `rules`/schema/."""
    folder = rules / "schema"
    folder.mkdir(exist_ok=True)
    for pattern, kind in model.FILES.items():
        name = pattern.removesuffix("/*.yml").removesuffix(".yml")
        text = json.dumps(schema_of(kind), ensure_ascii=False, indent=1) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
