"""Templates of messages that do not bring their format."""

from __future__ import annotations

import json

import pytest

from venus_logging.event.template import template_id
from venus_logging.statements import Catalogue, Source, parse

TEXT = """import logging
LOG = logging.getLogger(__name__)
LOG.info('Deleted %s', x)
LOG.info('All deleted')
LOG.info(f'Moved {x} away')
"""
CATALOGUE = Catalogue(parse(Source("nova/a.py", "nova.a", TEXT)))
RECORD = {"created": 1.0e9, "levelname": "INFO", "levelno": 20, "name": "nova.a", "hostname": "h"}


def template(event):
    """What an event says of its template."""
    return event.get("log.template.id"), event.get("log.template.text")


def of(format_):
    """The id of a format of this module."""
    return template_id("nova.a", format_)


class TestText:
    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            ("Deleted 7", (of("Deleted %s"), "Deleted %s")),
            ("[instance: 4b3b3578-3e6c-49e7-9d18-eec7c518457a] Deleted 7", (of("Deleted %s"), "Deleted %s")),
            ("Deleted 7 delete /usr/lib/python3/nova/a.py:3", (of("Deleted %s"), "Deleted %s")),
            ("All deleted", (of("All deleted"), None)),
            ("Moved 7 away", (of("Moved {x} away"), "Moved {x} away")),
            ("Nothing of the kind", (None, None)),
        ],
    )
    def test_recognised(self, ingester, line, body, expected):
        """
        A message of a text log gets the id of its statement, and the format if it has arguments.
        """
        ingester.read(ingester.write(line(1, body)), catalogue=CATALOGUE)

        assert [template(each) for each in ingester.events()] == [expected]

    def test_without(self, ingester, line):
        """
        Without a catalogue a text log has no templates.
        """
        ingester.read(ingester.write(line(1, "Deleted 7")))

        assert [template(each) for each in ingester.events()] == [(None, None)]


class TestJson:
    @pytest.mark.parametrize(
        ("msg", "args", "body", "expected"),
        [
            ("Deleted %s", [7], "Deleted 7", (of("Deleted %s"), "Deleted %s")),
            ("Removed %s", [7], "Removed 7", (of("Removed %s"), "Removed %s")),
            ("All deleted", [], "All deleted", (of("All deleted"), None)),
            ("Deleted seven", [], "Deleted seven", (of("Deleted seven"), None)),
            ("Moved 7 away", [], "Moved 7 away", (of("Moved {x} away"), "Moved {x} away")),
        ],
    )
    def test_own(self, ingester, msg, args, body, expected):
        """
        A record that brings its format keeps it, unless a known statement rendered it before the call.
        """
        row = json.dumps({**RECORD, "msg": msg, "args": args, "message": body}).encode() + b"\n"

        ingester.read(ingester.write(row), catalogue=CATALOGUE)

        assert [template(each) for each in ingester.events()] == [expected]
