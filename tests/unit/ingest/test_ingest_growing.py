"""A growing file, read at any moments, gives what one reading of the whole gives."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from ingesting import Ingester, line

STEPS = st.lists(
    st.tuples(st.sampled_from([1, 2, 3]), st.sampled_from(["record", "trace", "bare"]), st.integers(0, 1)),
    min_size=1,
    max_size=20,
)


def log(steps):
    """A log of several workers; a traceback comes within a second of its record, as they do."""
    second, latest, lines = 0, {}, []
    for number, (pid, kind, wait) in enumerate(steps):
        second += wait
        if kind == "bare" and lines:
            lines.append(f"  bare {number % 4}\n".encode())
        elif kind == "trace" and second - latest.get(pid, -9) <= 1:
            lines.append(line(latest[pid], f"trace {number % 4}", pid=pid, context=""))
        else:
            latest[pid] = second
            lines.append(line(second, f"record {number % 2}", pid=pid))
    return b"".join(lines)


def result(ingester):
    """What a store holds, and what was rejected."""
    return (ingester.events(), ingester.rejects())


class TestGrowing:
    @given(steps=STEPS, shares=st.sets(st.floats(0, 1, exclude_max=True), max_size=4))
    @settings(max_examples=60, deadline=None)
    def test_any_moments(self, steps, shares):
        """
        A log that is read in between, while it is being written, holds the same events in the end.
        """
        data = log(steps)
        with TemporaryDirectory() as one, TemporaryDirectory() as other:
            whole, parts = Ingester(Path(one)), Ingester(Path(other))
            with whole.state, parts.state:
                whole.read(whole.write(data))
                for cut in sorted({int(share * len(data)) for share in shares}):
                    parts.read(parts.write(data[:cut], age=0))
                for _ in range(2):
                    parts.read(parts.write(data))

                assert result(parts) == result(whole)

    @given(steps=STEPS, share=st.floats(0, 1))
    @settings(max_examples=60, deadline=None)
    def test_nothing_twice(self, steps, share):
        """
        Of any part that ends with a line and stood for a while, no record is found twice later.
        """
        data = log(steps)
        lines = data.splitlines(keepends=True)
        with TemporaryDirectory() as folder:
            parts = Ingester(Path(folder))
            with parts.state:
                first = parts.read(parts.write(b"".join(lines[: int(share * len(lines))])))[0]
                again = parts.read(parts.write(data, "nova-api.log.1"))[0]

                assert first.added == first.records
                assert len(parts.events()) == first.added + again.added
