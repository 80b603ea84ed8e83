"""The JSON Schemas take every content file of ours and find what is misspelt in one."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.curators.schemas import FILES, schemas, write_schemas
from knowledge.loading import CONTENT
from knowledge.yamlfile import read_yaml

TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}
UNDERSTOOD = {
    *("$defs", "$ref", "$schema", "additionalProperties", "anyOf", "const", "default"),
    *("description", "enum", "items", "maxLength", "minItems", "minLength", "pattern"),
    *("patternProperties", "properties", "propertyNames", "required", "title", "type"),
}


def valid(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:
    """Say whether a value obeys a schema; a word of the schema language that is not known here fails."""
    assert set(schema) <= UNDERSTOOD, set(schema) - UNDERSTOOD
    if "$ref" in schema:
        return valid(value, root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root)
    if "anyOf" in schema and not any(valid(value, option, root) for option in schema["anyOf"]):
        return False
    if "type" in schema and not isinstance(value, TYPES[schema["type"]]):
        return False
    if value not in schema.get("enum", [value]) or value != schema.get("const", value):
        return False
    if isinstance(value, str):
        return bool(re.search(schema.get("pattern", ""), value)) and schema.get(
            "minLength", 0
        ) <= len(value) <= schema.get("maxLength", len(value))
    if isinstance(value, list):
        items = schema.get("items", {})
        return len(value) >= schema.get("minItems", 0) and all(valid(v, items, root) for v in value)
    if isinstance(value, dict):
        return _valid_object(value, schema, root)
    return True


def _valid_object(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any]) -> bool:
    if not set(schema.get("required", ())) <= set(value):
        return False
    known, more = schema.get("properties", {}), schema.get("additionalProperties", True)
    names = schema.get("propertyNames", {})
    if not all(valid(name, names, root) for name in value):
        return False
    patterns = schema.get("patternProperties", {})
    for name, item in value.items():
        matching = [one for pattern, one in patterns.items() if re.search(pattern, name)]
        if not all(valid(item, one, root) for one in matching):
            return False
        if name in known:
            if not valid(item, known[name], root):
                return False
        elif (more is False and not matching) or (
            isinstance(more, dict) and not valid(item, more, root)
        ):
            return False
    return True


@pytest.mark.parametrize("part", FILES)
def test_our_own_files_obey(part: str) -> None:
    schema = schemas()[part]
    files = list(CONTENT.glob(FILES[part]))
    assert files
    for file in files:
        assert valid(read_yaml(file, file.name).value, schema, schema), file


@pytest.mark.parametrize(
    "entry",
    [
        {"id": "a", "questions": {"en": ["A?"]}},
        {"id": "A B", "questions": {"en": ["A?"]}, "answer": "A."},
        {"id": "a", "questions": ["A?"], "answer": "A."},
        {"id": "a", "questions": {"en": ["A?"]}, "anser": "A."},
        {"id": "a", "questions": {"en": ["A?"]}, "answer": ""},
        {"id": "a", "questions": {"en": ["A?"]}, "answer": {"en": 3}},
    ],
)
def test_mistakes_are_found(entry: dict[str, Any]) -> None:
    schema = schemas()["answers"]
    good = {"id": "a", "questions": {"en": ["A?"]}, "answer": "A."}
    assert valid([good], schema, schema)
    assert valid([good | {"answer": {"en": "A.", "es": "A."}}], schema, schema)
    assert not valid([entry], schema, schema)


def test_each_schema_is_a_file(tmp_path: Path) -> None:
    written = write_schemas(tmp_path / "schemas")
    assert [json.loads(path.read_text(encoding="utf-8")) for path in written] == [
        *schemas().values()
    ]
