"""What becomes of a line whose end came too late."""

from __future__ import annotations

import os

from ingesting import NOW


class TestLateEnd:
    def test_text(self, ingester, line):
        """
        A line that was taken without its end is read again whole if it is ended later, beside the cut one.
        """
        whole = line(1, "begun and ended")
        path = ingester.write(whole[:-11])
        ingester.read(path)
        ingester.read(path)
        path.write_bytes(whole + line(5, "next"))
        os.utime(path, ns=(NOW - 10**10, NOW - 10**10))
        ingester.read(path)

        assert sorted(ingester.bodies()) == ["begun", "begun and ended", "next"]
