"""Reads YAML that others wrote: bounded in size and depth, plain data only, every error with its file and line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import yaml

from venus_logging.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Document", "read"]

MAX_BYTES: Final = 1 << 20
MAX_DEPTH: Final = 16
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAGS: Final = frozenset(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq"))

Path_: TypeAlias = "tuple[str | int, ...]"


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file as plain data.

    Args:
        path: the file.
        data: mappings, lists, strings, numbers, booleans and None.
        lines: line (from 1) of each value by its path of keys and indexes.
    """

    path: Path
    data: Any
    lines: Mapping[Path_, int]

    def error(self, where: Path_, message: str, *, hint: str = "") -> ContractError:
        """An error that names the file and the line of the value at this path, or of its nearest parent."""
        while where not in self.lines:
            where = where[:-1]
        return ContractError(f"{self.path}:{self.lines[where]}: {message}", hint=hint)


def read(path: Path, *, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH) -> Document:
    """One YAML document as plain data.

    Args:
        path: the file.
        max_bytes: refuse a larger file.
        max_depth: refuse deeper nesting.

    Raises:
        ContractError: the file is missing, too large or too deep, is no YAML, or uses aliases, tags, repeated keys
            or keys that are no strings.
    """
    text = _text(path, max_bytes)
    try:
        _bound(path, text, max_depth)
        node = yaml.compose(text, Loader=_LOADER)
        lines: dict[Path_, int] = {(): 1}
        data = None if node is None else _Reader(path, lines).value(node, ())
    except yaml.YAMLError as error:
        raise ContractError(_describe(path, error)) from error
    return Document(path, data, lines)


def _text(path: Path, max_bytes: int) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(max_bytes + 1)
        text = raw.decode()
    except (OSError, ValueError) as error:
        raise ContractError(f"{path}: cannot be read: {error}") from error
    if len(raw) > max_bytes:
        raise ContractError(f"{path}: larger than {max_bytes} bytes", hint="split the file")
    return text


def _bound(path: Path, text: str, max_depth: int) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise ContractError(f"{path}:{_line(event)}: alias *{event.anchor}", hint="write the value out")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > max_depth:
            raise ContractError(f"{path}:{_line(event)}: nested deeper than {max_depth}")


def _line(part: yaml.Event | yaml.Node) -> int:
    return part.start_mark.line + 1 if part.start_mark else 1


def _describe(path: Path, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return f"{path}: no YAML: {error}"
    return f"{path}:{mark.line + 1}: no YAML: {getattr(error, 'problem', '') or error}"


class _Reader:
    """Turns the nodes of one file into plain data and notes their lines."""

    def __init__(self, path: Path, lines: dict[Path_, int]) -> None:
        self._path = path
        self._lines = lines
        self._scalars = yaml.constructor.SafeConstructor()

    def value(self, node: yaml.Node, where: Path_) -> Any:
        self._lines.setdefault(where, _line(node))
        if node.tag not in _TAGS:
            raise self._error(node, f"tag {node.tag!r}", hint="put the value in quotes")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, where)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*where, index)) for index, child in enumerate(node.value)]
        try:
            return self._scalars.construct_object(node)
        except (ValueError, OverflowError) as error:
            raise self._error(node, f"value {node.value!r}: {error}") from error

    def _mapping(self, node: yaml.MappingNode, where: Path_) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, child in node.value:
            key = self.value(key_node, (*where, "<key>"))
            if not isinstance(key, str):
                raise self._error(key_node, f"key {key_node.value!r} is no string", hint="put the key in quotes")
            if key in data:
                raise self._error(key_node, f"key {key!r} stands twice")
            self._lines[(*where, key)] = _line(key_node)
            data[key] = self.value(child, (*where, key))
        return data

    def _error(self, node: yaml.Node, message: str, *, hint: str = "") -> ContractError:
        return ContractError(f"{self._path}:{_line(node)}: {message}", hint=hint)
