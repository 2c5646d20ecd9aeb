"""Rendered messages and the literal parts of their statements."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from venus_logging.contract._matcher import Matcher, fits

SUBJECT = "[instance: 9bce6ddb-69e2-4a1c-8fd7-9cfb253ba03a] "
letters = st.text("ab: ", max_size=4)


def model(parts: list[str], text: str) -> bool:
    """The regular expression that the literal parts stand for."""
    pattern = "(?:.*)".join(re.escape(part) for part in parts)
    return re.fullmatch(f"{pattern}(?:: .*)?", text, re.DOTALL) is not None


class TestFits:
    @given(st.lists(letters, min_size=1, max_size=4), st.text("ab: ", max_size=12))
    @example(["a", "a"], "a")
    @example(["a", "b"], "ab: b")
    @example(["", "b", ""], "ab")
    def test_model(self, parts, text):
        """
        Literal parts fit a text exactly when the regular expression they stand for does.
        """
        assert fits(parts, text) == model(parts, text)

    @given(st.lists(st.text(max_size=6), min_size=1, max_size=4), st.lists(st.text(max_size=6), min_size=3, max_size=3))
    def test_own_text(self, parts, arguments):
        """
        Whatever the arguments are, a statement fits its own text, with and without an error summary.
        """
        text = "".join(part for pair in zip(parts, ["", *arguments], strict=False) for part in reversed(pair))

        assert (fits(parts, text), fits(parts, f"{text}: nova.exception.NoValidHost: none")) == (True, True)


class TestMatcher:
    MATCHER = Matcher(
        {
            "nova.compute": [
                (["Took ", " seconds to build instance."], "built"),
                (["Took ", ""], "took"),
                (["", " failed."], "failed"),
                (["Rebooting instance"], "reboot"),
            ],
            "nova.api": [(["Rebooting instance"], "api")],
        }
    )

    @pytest.mark.parametrize(
        ("logger", "text", "expected"),
        [
            ("nova.compute", "Took 5.1 seconds to build instance.", "built"),
            ("nova.compute", "Took 5.1 seconds to rest.", "took"),
            ("nova.compute", "Took care, but failed.", "failed"),
            ("nova.compute", "Claim failed.", "failed"),
            ("nova.compute", "Rebooting instance", "reboot"),
            ("nova.compute", f"{SUBJECT}Rebooting instance", "reboot"),
            ("nova.compute", "Rebooting instance reboot_instance /usr/lib/nova/compute/manager.py:4012", "reboot"),
            ("nova.compute", "Rebooting instance {{(pid=7) A.<locals>.b /opt/nova/manager.py:4}}", "reboot"),
            ("nova.compute", "Rebooting instance /usr/lib/nova/compute/manager.py:4012", None),
            ("nova.compute", "[volume-9bce6ddb-69e2-4a1c-8fd7-9cfb253ba03a] Rebooting instance", "reboot"),
            ("nova.compute", "Rebooting instance: libvirt.libvirtError: gone\nTraceback", "reboot"),
            ("nova.compute", "Rebooting instances", None),
            ("nova.compute", "[instance: nonsense] Rebooting instance", None),
            ("nova.compute", "", None),
            ("nova.api", "Rebooting instance", "api"),
            ("nova", "Rebooting instance", None),
        ],
    )
    def test_find(self, logger, text, expected):
        """
        The statement with most literal text wins, inside its logger, with oslo.log's additions left aside.
        """
        assert self.MATCHER.find(logger, text) == expected
