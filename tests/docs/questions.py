"""The examples of the page of questions: its events, its questions, and what each of them answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pages import ROOT, blocks

from venus_logging.event.severity import number_of_name
from venus_logging.event.time import to_ns
from venus_logging.query import event_fields, parse, resolve
from venus_logging.testing import minimal_event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.event import Event
    from venus_logging.store import Store

PAGE = ROOT / "docs" / "questions.md"
ARROW = "→"
NOW = to_ns("2026-11-22T10:00:00Z")


def events() -> Iterator[Event]:
    """The events of the page, whole."""
    for number, line in enumerate("\n".join(blocks(PAGE, "events")).splitlines()):
        values = {_name(name): value for name, value in json.loads(line).items()}
        level = {"severity_number": number_of_name(values["severity_text"])}
        yield minimal_event() | values | level | {"openstack.record.number": number}


def questions() -> list[tuple[str, str]]:
    """The questions of the page, each with the uids that it finds."""
    lines = [line for block in blocks(PAGE, "question") for line in block.splitlines()]
    return [(question.rstrip(), uids.strip()) for question, _, uids in (line.partition(ARROW) for line in lines)]


def tables() -> list[tuple[str, str]]:
    """The questions with stages of the page, each with its table."""
    return [
        (question, answer.strip()) for question, _, answer in (block.partition("\n") for block in blocks(PAGE, "table"))
    ]


def found(store: Store, question: str) -> str:
    """The uids of the events that a question finds, newest first."""
    page = store.search(*resolve(parse(question, event_fields()), NOW))
    return " ".join(str(event["log.record.uid"]) for event in page.events)


def table(store: Store, question: str) -> str:
    """The answer of a question with stages, a row a line."""
    answer = store.run(*resolve(parse(question, event_fields()), NOW))
    rows = [answer.names, *([_cell(cell) for cell in row] for row in answer.rows)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(answer.names))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    left_out = [f"({answer.other} events lack a key)"] * bool(answer.other) + [f"({answer.cut} rows cut)"] * bool(
        answer.cut
    )
    return "\n".join(lines + left_out)


def _cell(value: object) -> str:
    return "-" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _name(alias: str) -> str:
    field = event_fields().get(alias)
    assert field is not None, alias
    return field.name
