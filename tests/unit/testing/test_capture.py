"""What tests of other projects capture."""

from __future__ import annotations

import logging

import pytest

from venus_logging.emit.operation import operation, set_strict
from venus_logging.errors import ContractError
from venus_logging.testing.capture import EventCapture

LOG = logging.getLogger("venus.test.capture")


class TestEventCapture:
    def test_events(self):
        """
        Records of the logger and its children are captured as events, in order.
        """
        with EventCapture("venus.test") as capture:
            LOG.debug("one %s", 1)
            LOG.warning("two")

        assert [(event["body"], event["severity_text"]) for event in capture.events] == [
            ("one 1", "DEBUG"),
            ("two", "WARNING"),
        ]

    def test_level(self):
        """
        Records below the level that was asked for are not captured.
        """
        with EventCapture("venus.test", level=logging.WARNING) as capture:
            LOG.info("one")
            LOG.error("two")

        assert [event["body"] for event in capture.events] == ["two"]

    def test_of(self):
        """
        Typed events are found by their name.
        """
        with EventCapture("venus.test") as capture:
            LOG.info("plain")
            LOG.info("typed", extra={"event_name": "common.service.lifecycle"})

        assert [event["body"] for event in capture.of("common.service.lifecycle")] == ["typed"]

    def test_restores(self):
        """
        Afterwards logger, handlers and strictness are as they were.
        """
        logger = logging.getLogger("venus.test")
        before = (logger.level, list(logger.handlers), set_strict(False))

        with EventCapture("venus.test"):
            pass

        assert (logger.level, logger.handlers, set_strict(before[2])) == (before[0], before[1], False)

    def test_strict(self):
        """
        While it is open a wrong attribute is an error, unless the test asks otherwise.
        """
        with (
            EventCapture("venus.test"),
            pytest.raises(ContractError, match=r"x\.y z"),
            operation("common.service.lifecycle", attributes={"x.y z": 1}, logger=LOG),
        ):
            pass

    def test_conform(self):
        """
        Valid events pass in silence.
        """
        with EventCapture("venus.test") as capture:
            LOG.info("fine")
        capture.assert_conform()

        assert capture.problems() == []

    def test_not_conform(self):
        """
        What is wrong is said with the number and name of the event, and raised as a failed assertion.
        """
        with EventCapture("venus.test") as capture:
            LOG.info("fine")
            LOG.info("typed", extra={"event_name": "common.rpc.reply_lost", "openstack.operation.phase": "degraded"})

        with pytest.raises(AssertionError, match="events do not keep the contract:\nevent 2"):
            capture.assert_conform()
        assert capture.problems() == [
            "event 2 (common.rpc.reply_lost): openstack.operation.name: common.rpc.reply_lost carries it; "
            "rpc.method: common.rpc.reply_lost carries it"
        ]

    def test_copies(self):
        """
        A test that changes what it was given changes nothing for the next look.
        """
        with EventCapture("venus.test") as capture:
            LOG.info("one")
        capture.events[0]["body"] = "changed"

        assert capture.events[0]["body"] == "one"


class TestFixture:
    def test_fixture(self):
        """
        The fixture of stestr projects captures the same, and stops when it is cleaned up.
        """
        module = pytest.importorskip("venus_logging.testing.fixture", reason="the package fixtures is not installed")

        with module.CaptureEvents("venus.test") as captured:
            LOG.info("inside")
        LOG.info("outside")

        captured.assert_conform()
        assert [event["body"] for event in captured.events] == ["inside"]
