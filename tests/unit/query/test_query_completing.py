"""Completion: what could stand at a place of a question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venus_logging.errors import QuerySyntaxError
from venus_logging.query import Field, FieldTable, event_fields, parse
from venus_logging.query.completing import Completion, complete

TABLE = FieldTable(
    [
        Field("service.name", "keyword", ("service",), brief="Program"),
        Field("severity_text", "severity", ("level",)),
        Field("severity_number", "integer"),
        Field("took", "number"),
        Field("cached", "boolean"),
        Field("@timestamp", "date", ("time",)),
        Field("body", "text"),
    ]
)
VALUES = {"service.name": ["nova-api", "nova compute"]}


def offered(text):
    """What is offered at the end of a text."""
    return [each.text for each in complete(text, len(text), TABLE, lambda field, _: VALUES.get(field, []))]


class TestComplete:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("serv", ["service:", "service.name:"]),
            ("level:ERROR ser", ["service:", "service.name:"]),
            ("NOT (c", ["cached:"]),
            ("service:no", ["nova-api"]),
            ("service:", ["nova-api", '"nova compute"']),
            ("level:W", ["WARNING"]),
            ("level>=E", ["ERROR"]),
            ("cached:", ["true", "false"]),
            ("since:now-1", ["now-15m", "now-1h"]),
            ("nothing:a", []),
            ("took>", []),
            ('"serv', []),
            ("a | ", ["stats ", "where ", "fields ", "sort ", "limit ", "top "]),
            ("a | st", ["stats "]),
            ("a | stats p9", ["p95(", "p99("]),
            ("a | stats sum(", ["severity_number", "took"]),
            ("a | stats p95(t", ["took"]),
            ("a | stats count() ", ["by ", "as "]),
            ("a | stats count() by s", ["service", "service.name", "severity_number", "severity_text"]),
            ("a | stats count() by service, l", ["level"]),
            ("a | stats count() by t", ["time(", "took"]),
            ("a | stats count() by time(", ["5m", "1h", "1d"]),
            ("a | stats count() as n by service | where n", ["n:"]),
            ("a | stats count() as num by service | where n", ["num:"]),
            ("a | stats count() as num by service | sort ", ["service", "num", "service.name"]),
            ("a | stats count() as num by service | top 5 by n", ["num"]),
            ("a | stats count() by service | where service:", ["nova-api", '"nova compute"']),
            ("a | fields service, ca", ["cached"]),
            ("a | limit ", []),
        ],
    )
    def test_offered(self, text, expected):
        """
        What fits the place is offered, the short names first.
        """
        assert offered(text) == expected

    def test_what_it_replaces(self):
        """
        A completion says where it begins, and what it is.
        """
        assert complete("a serv and more", 6, TABLE)[0] == Completion(2, "service:", "Program")

    @given(st.text(alphabet='ab:|()"*,<>= .', max_size=20), st.integers(0, 20))
    def test_any_place(self, text, position):
        """
        Whatever stands there, completion answers.
        """
        assert isinstance(complete(text, min(position, len(text)), TABLE), list)

    @pytest.mark.parametrize("head", ["", "level>=ERROR ", "a | stats count() by ", "a | fields "])
    def test_fields_can_be_read(self, head):
        """
        Every field that is offered is one that a question may name there.
        """
        refused = []
        for each in complete(head, len(head), event_fields()):
            text = head + each.text + ("*" if each.text.endswith(":") else "1h)" if each.text == "time(" else "")
            try:
                parse(text, event_fields())
            except QuerySyntaxError as problem:
                refused.append(str(problem))

        assert refused == []
