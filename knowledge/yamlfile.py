"""Reading a YAML file so that every value remembers its line and none is changed in silence.

PyYAML follows YAML 1.1, where a bare `no` is false, `2015-06-10` a date, `12:30` the number 750
and a key written twice loses its first value. A curator means none of these, so each is reported.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import yaml

from knowledge.errors import Problem

__all__ = ["Document", "Location", "read_yaml"]

Location: TypeAlias = tuple[str | int, ...]
Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | None"

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?")
_TAG = "tag:yaml.org,2002:"


@dataclass(slots=True)
class Document:
    """The value of one file, the line of each of its parts, and what was wrong in reading it."""

    file: str
    value: Value = None
    lines: dict[Location, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, location: Location) -> int:
        """Return the line of the value at `location`, or of the nearest value around it; 1 at least."""
        while location not in self.lines and location:
            location = location[:-1]
        return self.lines.get(location, 1)


def read_yaml(path: Path, name: str) -> Document:
    """Read one YAML file; `name` is what problems call it. Problems are collected, not raised."""
    document = Document(name)
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except UnicodeDecodeError as error:
        document.problems.append(
            Problem(name, 0, "", f"is not UTF-8 text (byte {error.start}).", "Save it as UTF-8.")
        )
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or getattr(error, "reason", "") or "cannot be read"
        document.problems.append(
            Problem(
                name,
                mark.line + 1 if mark else 0,
                "",
                f"is not valid YAML: {what}.",
                'Look for a missing quote, a missing space after ":" or an indent that differs.',
            )
        )
    else:
        if node is not None:
            document.value = _value(node, (), document)
    return document


def _value(node: yaml.Node, location: Location, document: Document) -> Value:
    document.lines[location] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return dict(_items(node, location, document))
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*location, i), document) for i, item in enumerate(node.value)]
    return _scalar(node, document)


def _items(
    node: yaml.MappingNode, location: Location, document: Document
) -> Iterator[tuple[str, Value]]:
    first: dict[str, int] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = str(key_node.value)
        if key_node.tag == _TAG + "bool":
            _changed(document, key_node, "true or false", as_key=True)
        if key in first:
            document.problems.append(
                Problem(
                    document.file,
                    line,
                    "",
                    f"has the key {key!r} twice (first in line {first[key]}).",
                    "Keep one: YAML would silently drop the other.",
                )
            )
            continue
        first[key] = line
        value = _value(value_node, (*location, key), document)
        document.lines[(*location, key)] = line
        yield key, value


def _scalar(node: yaml.Node, document: Document) -> Value:
    text = str(node.value)
    tag = node.tag.removeprefix(_TAG)
    if tag in ("int", "float"):
        if _PLAIN_NUMBER.fullmatch(text):
            return float(text) if "." in text else int(text)
        _changed(document, node, "a number")
    elif tag == "bool":
        if text in ("true", "false"):
            return text == "true"
        _changed(document, node, "true or false")
    elif tag == "timestamp":
        _changed(document, node, "a date object")
    elif tag == "null":
        return None
    return text


def _changed(document: Document, node: yaml.Node, into: str, *, as_key: bool = False) -> None:
    what = "key" if as_key else "value"
    document.problems.append(
        Problem(
            document.file,
            node.start_mark.line + 1,
            "",
            f"has the bare {what} {node.value}, which YAML turns into {into}.",
            f'Write it in quotes: "{node.value}".',
        )
    )
