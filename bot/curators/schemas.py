"""`eu-celac-bot schema`: JSON Schema of the content files, for editors that complete and check YAML."""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter

from knowledge.schema import Entry, Id, Manifest, Question, Record, Source, Text, Update

__all__ = ["FILES", "schemas", "write_schemas"]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_BY_LANGUAGE_ONLY = frozenset({"questions", "follow_ups"})
"""Fields whose lists stand under a language, always."""
_TOLD = ("default", "title", "description")
FILES = {
    "knowledge": "knowledge.yaml",
    "sources": "sources.yaml",
    "records": "records/*.yaml",
    "questions": "questions/*.yaml",
    "answers": "answers/*.yaml",
    "updates": "updates/*.yaml",
    "phrasings": "phrasings/*/*.yaml",
}
"""Which files each schema is for."""


def schemas() -> dict[str, dict[str, Any]]:
    """Return the schemas by the part of a knowledge base that they are for."""
    listed: dict[str, type[BaseModel]] = {
        "questions": Question,
        "answers": Entry,
        "updates": Update,
    }
    made = {part: _schema(TypeAdapter(list[model])) for part, model in listed.items()}  # type: ignore[valid-type]
    made["phrasings"] = _schema(TypeAdapter(dict[Id, list[Text]]))
    made["knowledge"] = _schema(TypeAdapter(Manifest))
    made["sources"] = _wrapped(_schema(TypeAdapter(list[Source])), "sources", kind=False)
    made["records"] = _wrapped(_schema(TypeAdapter(list[Record])), "records", kind=True)
    return {
        part: {"$schema": _DIALECT, "title": f"{FILES[part]} of a knowledge base", **made[part]}
        for part in FILES
    }


def write_schemas(folder: Path) -> list[Path]:
    """Write each schema to its own file in `folder` and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for part, schema in schemas().items():
        path = folder / f"{part}.schema.json"
        path.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        written.append(path)
    return written


def _schema(adapter: TypeAdapter[Any]) -> dict[str, Any]:
    schema = adapter.json_schema(by_alias=True)
    for model in [schema, *schema.get("$defs", {}).values()]:
        for name, field in model.get("properties", {}).items():
            model["properties"][name] = _as_written(field, name)
    return schema


def _as_written(field: dict[str, Any], name: str) -> dict[str, Any]:
    """Allow what the files allow: a text or a list in place of one by language."""
    if "anyOf" in field:
        return {**field, "anyOf": [_as_written(option, name) for option in field["anyOf"]]}
    if "patternProperties" in field:
        inside = {key: _as_written(one, name) for key, one in field["patternProperties"].items()}
        return {**field, "patternProperties": inside}
    inner = field.get("additionalProperties")
    if field.get("type") != "object" or not isinstance(inner, dict):
        return field
    if inner.get("type") == "object":  # texts by language, by something else
        return {**field, "additionalProperties": _as_written(inner, name)}
    if inner.get("type") in ("string", "array") and name not in _BY_LANGUAGE_ONLY:
        told = {key: value for key, value in field.items() if key in _TOLD}
        by_language = {key: value for key, value in field.items() if key not in _TOLD}
        return {**told, "anyOf": [inner, by_language]}
    return field


def _wrapped(schema: dict[str, Any], part: str, *, kind: bool) -> dict[str, Any]:
    """Allow a mapping that holds the list under the name of its part; `kind` then stands once, above."""
    definitions = schema.pop("$defs", {})
    inside: dict[str, Any] = {part: schema}
    if kind:
        inside["kind"] = {"type": "string"}
        (name,) = [key for key in definitions if key == "Record"]
        record = definitions[name]
        free = {**record, "required": [f for f in record["required"] if f != "kind"]}
        definitions["RecordOfKind"] = free
        inside[part] = {"type": "array", "items": {"$ref": "#/$defs/RecordOfKind"}}
    mapping = {
        "type": "object",
        "properties": inside,
        "required": sorted(inside),
        "additionalProperties": False,
    }
    return {"$defs": definitions, "anyOf": [schema, mapping]}
