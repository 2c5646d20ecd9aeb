"""Times, uids and tracebacks of any value: what was written reads back."""

from __future__ import annotations

import traceback
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from venus_logging.event.exceptions import describe, parse
from venus_logging.event.time import SECOND, day_of, from_epoch, from_ns, to_ns
from venus_logging.event.uid import foreign_uid

FIRST, LAST = -62_135_596_800, 253_402_300_799
NANOS = st.integers(FIRST * SECOND, LAST * SECOND + SECOND - 1)
MESSAGES = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=40).map(
    lambda text: "\n".join(line for line in text.split("\n") if line.strip())
)


def raised(kind, message):
    try:
        raise kind(message)
    except Exception as error:
        return error


class TestTime:
    @given(NANOS)
    def test_inverse(self, ns):
        """
        The text of an instant means that instant.
        """
        assert to_ns(from_ns(ns)) == ns

    @given(NANOS)
    def test_canonical(self, ns):
        """
        A canonical text is the text of the instant that it means, and its day is its date.
        """
        text = from_ns(ns)

        assert (from_ns(to_ns(text)), day_of(text)) == (text, text.partition("T")[0])

    @given(st.lists(st.integers(FIRST * 10**6, LAST * 10**6), min_size=2, max_size=6))
    def test_order(self, micros):
        """
        Canonical texts of microseconds are in the order of time.
        """
        texts = [from_ns(each * 1000) for each in micros]

        assert sorted(texts) == [from_ns(each * 1000) for each in sorted(micros)]

    @given(st.integers(0, 4_102_444_800), st.integers(0, 999_999))
    def test_epoch(self, second, micro):
        """
        Seconds as a float mean the same text as nanoseconds, to the microsecond.
        """
        assert from_epoch(second + micro / 1_000_000) == from_ns(second * SECOND + micro * 1000)

    @given(st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29)), st.integers(-1439, 1439))
    def test_model(self, moment, offset):
        """
        A time with an offset means what Python's datetime says.
        """
        zoned = moment.replace(tzinfo=timezone(timedelta(minutes=offset)))
        wanted = (zoned - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) * 1000

        assert to_ns(zoned.isoformat()) == wanted

    @given(st.text(alphabet="0123456789-T:.Z+ ", max_size=30))
    def test_refused(self, text):
        """
        Any text is a time or a ValueError.
        """
        try:
            got = to_ns(text)
        except ValueError:
            got = 0

        assert isinstance(got, int)


class TestForeignUid:
    RECORDS = st.tuples(st.text(max_size=5), st.text(max_size=5), st.binary(max_size=5), st.integers(0, 3))

    @given(RECORDS, RECORDS)
    def test_identity(self, one, two):
        """
        Uids are equal exactly when service, host, bytes and ordinal are.
        """
        assert (foreign_uid(*one) == foreign_uid(*two)) == (one == two)


class TestExceptions:
    @given(st.sampled_from([ValueError, OSError, RuntimeError, UnicodeError]), MESSAGES)
    def test_agree(self, kind, message):
        """
        What Python prints of an exception is read as what the live one is described as.
        """
        error = raised(kind, message.strip())
        wanted = describe(error)

        assert parse("".join(traceback.format_exception(error)).rstrip()) == wanted

    @given(st.text(max_size=200))
    def test_any_text(self, text):
        """
        Any text at all can be read as a traceback, with or without an exception in it.
        """
        header = "Traceback (most recent call last):"

        assert set(parse(f"{text}\n{header}\n{text}")) >= {"exception.stacktrace"}
