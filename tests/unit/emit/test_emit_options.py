"""The options of the formatter, as an INI gives them."""

from __future__ import annotations

import logging

import pytest

from venus_logging import EventFormatter
from venus_logging.errors import ConfigError

EXAMPLE = "write it as: format = service=nova-api cloud.region=RegionOne x.cell=cell1"
NAMES = (
    "use x.<name>, service, host, or one of cloud.region, deployment.environment.name, host.name, openstack.release, "
    "openstack.service.type, process.pid, service.instance.id, service.name, service.namespace, service.version"
)
RECORD = {"name": "n", "msg": "m", "levelno": 20, "levelname": "INFO"}


def static(formatter):
    """What the formatter says of every record, beyond what each record says."""
    event = formatter.event(logging.makeLogRecord(RECORD))
    return {name: value for name, value in event.items() if name.startswith(("x.", "service.", "cloud.", "host."))}


class TestStatic:
    def test_words(self):
        """
        Words of name=value are in every event; quotes keep a space.
        """
        got = static(EventFormatter("service=nova-api host=h1 cloud.region=RegionOne 'x.cell=cell 1' x.q=a=b"))

        assert got == {
            "service.name": "nova-api",
            "host.name": "h1",
            "cloud.region": "RegionOne",
            "x.cell": "cell 1",
            "x.q": "a=b",
        }

    def test_positional(self):
        """
        The formatter is made as fileConfig makes it: format, no date format, a style.
        """
        assert static(EventFormatter("service=a host=h", None, "%")) == {"service.name": "a", "host.name": "h"}

    def test_mapping(self):
        """
        A mapping does the same, and wins over words.
        """
        got = static(EventFormatter("service=a host=h", static_fields={"service": "b", "x.cell": 1}))

        assert got == {"service.name": "b", "host.name": "h", "x.cell": 1}

    def test_default(self):
        """
        Without options the service is the command and the host is this one.
        """
        assert set(static(EventFormatter())) == {"service.name", "host.name"}


class TestRefused:
    @pytest.mark.parametrize(
        ("options", "message", "hint"),
        [
            (
                {"datefmt": "%H:%M"},
                "EventFormatter takes no datefmt, got '%H:%M'",
                "remove it: times are RFC 3339 in UTC",
            ),
            (
                {"fmt": "%(message)s"},
                "format of EventFormatter has the word '%(message)s', expected name=value",
                EXAMPLE,
            ),
            ({"fmt": "service="}, "format of EventFormatter has the word 'service=', expected name=value", EXAMPLE),
            ({"fmt": "=a"}, "format of EventFormatter has the word '=a', expected name=value", EXAMPLE),
            ({"fmt": "'a"}, 'format of EventFormatter cannot be read: No closing quotation: "\'a"', EXAMPLE),
            ({"fmt": "servce=a"}, "EventFormatter cannot set 'servce' for a whole process", NAMES),
            ({"fmt": "body=a"}, "EventFormatter cannot set 'body' for a whole process", NAMES),
            (
                {"static_fields": {"openstack.request.id": "req-1"}},
                "EventFormatter cannot set 'openstack.request.id' for a whole process",
                NAMES,
            ),
        ],
    )
    def test_refused(self, options, message, hint):
        """
        An option that would break the contract is refused with what was given and what to write.
        """
        with pytest.raises(ConfigError) as caught:
            EventFormatter(**options)

        assert (caught.value.message, caught.value.hint) == (message, hint)

    @pytest.mark.parametrize("fmt", ["x.Cell=a", "x.a..b=c", "'service=a\tb'"])
    def test_invalid(self, fmt):
        """
        What would make every event of the process invalid is refused at its start.
        """
        with pytest.raises(ConfigError):
            EventFormatter(fmt)
