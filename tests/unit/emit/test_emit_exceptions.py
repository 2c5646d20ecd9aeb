"""Exceptions of records as data."""

from __future__ import annotations

import logging
import traceback

import pytest

from venus_logging import EventFormatter


class SilentError(Exception):
    """An exception that cannot be shown."""

    def __str__(self) -> str:
        raise RuntimeError("no words")


def of_exception(event):
    return {name: value for name, value in event.items() if name.startswith("exception.")}


def raised(error, cause=None):
    """The error, once raised."""
    try:
        if cause is None:
            raise error
        raise error from cause
    except Exception as caught:
        return caught


def event_of(error):
    """The exception attributes of a record that carries the error."""
    info = (type(error), error, error.__traceback__)
    record = logging.makeLogRecord({"name": "n", "msg": "m", "levelno": 40, "levelname": "ERROR", "exc_info": info})
    return of_exception(EventFormatter().event(record))


class TestException:
    def test_caught(self, emitted):
        """
        Type, message, frames and stack trace are those that Python prints.
        """
        try:
            int("x")
        except ValueError as error:
            emitted.log.exception("Failed")
            frames = [
                f"{each.filename}:{each.lineno}:{each.name}" for each in traceback.extract_tb(error.__traceback__)
            ]
            printed = [line for line in traceback.format_exc().splitlines() if set(line.strip()) - set("^~")]

        assert of_exception(emitted.event) == {
            "exception.type": "ValueError",
            "exception.message": "invalid literal for int() with base 10: 'x'",
            "exception.frames": frames,
            "exception.stacktrace": "\n".join(printed),
        }

    def test_cause(self):
        """
        The chain names the exception first and its cause after it.
        """
        event = event_of(raised(RuntimeError("build failed"), raised(KeyError("disk"))))

        assert event["exception.chain"] == ["RuntimeError: build failed", "KeyError: 'disk'"]
        assert "direct cause of the following" in event["exception.stacktrace"]

    def test_suppressed(self):
        """
        A context that was suppressed is no part of the chain.
        """
        error = raised(RuntimeError("build failed"))
        error.__context__ = raised(KeyError("disk"))
        with_context = event_of(error)
        error.__suppress_context__ = True

        assert ("exception.chain" in with_context, "exception.chain" in event_of(error)) == (True, False)

    def test_loop(self):
        """
        Two exceptions that name each other as their cause end the chain.
        """
        first, second = raised(ValueError("a")), raised(TypeError("b"))
        first.__cause__, second.__cause__ = second, first

        assert event_of(first)["exception.chain"] == ["ValueError: a", "TypeError: b"]

    def test_being_handled(self, emitted, said):
        """
        An exception that is being handled but was not given to the call is not the record's.
        """
        try:
            raise OSError("not this one")
        except OSError:
            emitted.log.info("Key manager is insecure")

        assert emitted.event == said("Key manager is insecure")

    @pytest.mark.parametrize("info", [True, OSError("this one")], ids=["true", "exception"])
    def test_given(self, emitted, info):
        """
        exc_info may be a truth value or the exception.
        """
        try:
            raise OSError("this one")
        except OSError:
            emitted.log.info("m", exc_info=info)

        assert (emitted.event["exception.type"], emitted.event["exception.message"]) == ("OSError", "this one")

    def test_nothing_to_give(self, emitted, said):
        """
        exc_info without an exception adds nothing.
        """
        emitted.log.info("m", exc_info=True)

        assert emitted.event == said("m")

    def test_masked(self):
        """
        A secret in an exception leaves in no part of it.
        """
        event = event_of(raised(RuntimeError('{"password": "s3cr3t"}'), raised(KeyError("token=s3cr3t"))))

        assert [name for name, value in event.items() if "s3cr3t" in str(value)] == []

    def test_cannot_be_shown(self):
        """
        An exception whose str raises is named all the same.
        """
        event = event_of(raised(SilentError()))

        assert event["exception.type"] == f"{__name__}.SilentError"
        assert event["exception.message"] == "<RuntimeError in SilentError.__str__>"

    def test_text_only(self):
        """
        A record whose exception is only text, as a queue leaves it, gives the same data.
        """
        error = raised(RuntimeError("build failed"), raised(KeyError("disk")))
        text = "".join(traceback.format_exception(error))
        record = logging.makeLogRecord({"name": "n", "msg": "m", "levelno": 40, "levelname": "E", "exc_text": text})
        got, live = of_exception(EventFormatter().event(record)), event_of(error)

        assert {**got, "exception.stacktrace": ""} == {**live, "exception.stacktrace": ""}
