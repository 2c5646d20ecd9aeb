"""Time: texts and nanoseconds are each other's inverse, and a text that is no time is refused."""

from __future__ import annotations

import threading

import pytest

from venus_logging.event.time import SECOND, day_of, from_epoch, from_ns, to_ns

NOON = 1_795_608_000 * SECOND  # 2026-11-25T12:00:00Z


class TestFromNs:
    @pytest.mark.parametrize(
        ("ns", "text"),
        [
            (0, "1970-01-01T00:00:00.000000Z"),
            (NOON, "2026-11-25T12:00:00.000000Z"),
            (NOON + 1_000, "2026-11-25T12:00:00.000001Z"),
            (NOON + 1, "2026-11-25T12:00:00.000000001Z"),
            (-1_000, "1969-12-31T23:59:59.999999Z"),
            (-62_135_596_800 * SECOND, "0001-01-01T00:00:00.000000Z"),
            (253_402_300_799 * SECOND, "9999-12-31T23:59:59.000000Z"),
        ],
    )
    def test_text(self, ns, text):
        """
        The text is UTC with six decimals, and nine when the last three matter.
        """
        assert from_ns(ns) == text

    @pytest.mark.parametrize("ns", [-62_135_596_801 * SECOND, 253_402_300_800 * SECOND, 10**30])
    def test_outside(self, ns):
        """
        A time outside the years 1 to 9999 is an error, not a text.
        """
        with pytest.raises((ValueError, OverflowError)):
            from_ns(ns)


class TestFromEpoch:
    @pytest.mark.parametrize(
        ("seconds", "text"),
        [
            (0.0, "1970-01-01T00:00:00.000000Z"),
            (1795608000.25, "2026-11-25T12:00:00.250000Z"),
            (1795608000.9999999, "2026-11-25T12:00:01.000000Z"),
            (-0.000001, "1969-12-31T23:59:59.999999Z"),
            (-62_135_596_800.0, "0001-01-01T00:00:00.000000Z"),
            (-30_000_000_000.0, "1019-05-04T18:40:00.000000Z"),
        ],
    )
    def test_text(self, seconds, text):
        """
        Seconds become the same canonical text as nanoseconds, rounded to microseconds.
        """
        assert from_epoch(seconds) == text

    @pytest.mark.parametrize("seconds", [float("nan"), float("inf"), 1e12, -1e12])
    def test_outside(self, seconds):
        """
        A time outside the years 1 to 9999, or none at all, is an error.
        """
        with pytest.raises((ValueError, OverflowError)):
            from_epoch(seconds)

    def test_threads(self):
        """
        Threads that ask for different seconds do not get each other's.
        """
        wrong = []

        def ask(second):
            wanted = from_ns(second * SECOND)
            wrong.extend(got for _ in range(2000) if (got := from_epoch(float(second))) != wanted)

        threads = [threading.Thread(target=ask, args=(1_795_608_000 + number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert wrong == []


class TestToNs:
    @pytest.mark.parametrize(
        ("text", "ns"),
        [
            ("2026-11-25T12:00:00Z", NOON),
            ("2026-11-25t12:00:00z", NOON),
            ("2026-11-25 12:00:00", NOON),
            ("2026-11-25 12:00:00,5", NOON + SECOND // 2),
            ("2026-11-25T12:00:00.000000001Z", NOON + 1),
            ("2026-11-25T13:00:00+01:00", NOON),
            ("2026-11-25T06:30:00-0530", NOON),
            ("2026-11-25T12:00:00-00:00", NOON),
            ("2016-12-31T23:59:60Z", 1_483_228_799 * SECOND),
            ("2024-02-29T00:00:00Z", 1_709_164_800 * SECOND),
        ],
    )
    def test_value(self, text, ns):
        """
        Every form of RFC 3339, and the forms of logs, mean their instant; without a zone it is UTC.
        """
        assert to_ns(text) == ns

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "now",
            "2026-11-25",
            "2026-11-25T12:00Z",
            "2026-11-25T12:00:61Z",
            "2026-11-25T12:00:99Z",
            "2026-11-25T12:60:00Z",
            "2026-11-25T24:00:00Z",
            "2026-02-29T12:00:00Z",
            "2026-13-01T12:00:00Z",
            "0000-01-01T00:00:00Z",
            "2026-11-25T12:00:00+24:00",
            "2026-11-25T12:00:00+01:60",
            "2026-11-25T12:00:00.0000000001Z",
            "2026-11-25T12:00:00.Z",
            "2026-11-25T12:00:00Z\n",
            " 2026-11-25T12:00:00Z",
            "٢٠٢٦-11-25T12:00:00Z",
        ],
    )
    def test_refused(self, text):
        """
        What is no RFC 3339 time is a ValueError.
        """
        with pytest.raises(ValueError):
            to_ns(text)


class TestDayOf:
    def test_day(self):
        """
        The day of a canonical text is its UTC date.
        """
        assert day_of("2026-11-25T23:59:59.999999Z") == "2026-11-25"
