"""The JSON Schema of an item file, for completion and checking in an editor."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import TypeAdapter

from midback.items.types import AnyItem

SCHEMA_FILE = Path(__file__).with_name("items.schema.json")


def schema_text() -> str:
    """The schema as the text of ``items.schema.json``."""
    schema = TypeAdapter(list[AnyItem]).json_schema()
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A file of questions of the mid back pain course",
        **schema,
    }
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
