"""The tree of errors: stable codes, exit statuses, and texts that say what to do."""

from __future__ import annotations

import pytest

from venus_logging import errors
from venus_logging.errors import QuerySyntaxError, StoreError, VenusError

CODES = {
    "ConfigError": ("config", 2), "ContractError": ("contract", 2),
    "QueryLimitError": ("query.limit", 2), "QuerySyntaxError": ("query.syntax", 2),
    "QueryTimeoutError": ("query.timeout", 3), "SourceError": ("source", 2), "StoreError": ("store", 3),
    "StoreFullError": ("store.full", 3),
    "StoreLockedError": ("store.locked", 3), "StoreMissingError": ("store.missing", 3),
    "StoreTooNewError": ("store.too_new", 3), "StoreUnavailableError": ("store.unavailable", 3),
    "StoreUnsupportedError": ("store.unsupported", 3), "VenusError": ("venus", 2),
}  # fmt: skip


class TestTree:
    def test_codes(self):
        """
        Every error has its own code and its exit status, and they never change.
        """
        got = {name: (getattr(errors, name).code, getattr(errors, name).exit_status) for name in errors.__all__}

        assert got == CODES

    def test_all(self):
        """
        The names of the module are sorted, and each is an error of the one tree with a docstring.
        """
        classes = [getattr(errors, name) for name in errors.__all__]

        assert errors.__all__ == sorted(errors.__all__)
        assert [each for each in classes if not issubclass(each, VenusError) or not each.__doc__] == []

    def test_stores(self):
        """
        Whoever catches StoreError catches everything that a store refuses.
        """
        names = [name for name in errors.__all__ if name.startswith("Store")]

        assert [name for name in names if not issubclass(getattr(errors, name), StoreError)] == []


class TestText:
    @pytest.mark.parametrize(
        ("error", "text"),
        [
            (VenusError("no such place"), "no such place"),
            (VenusError("no such place", hint="make it"), "no such place; make it"),
            (QuerySyntaxError("bad", text="x", position=3), "bad at position 3"),
            (QuerySyntaxError("bad", text="x", position=3, expected="good"), "bad at position 3; expected good"),
            (QuerySyntaxError("bad", text="x", position=0, expected="good", hint="try"),
             "bad at position 0; expected good; try"),
            (QuerySyntaxError("bad", text="x", position=0, hint="try"), "bad at position 0; try"),
        ],
    )  # fmt: skip
    def test_text(self, error, text):
        """
        The text has what, where, what was expected, and what to do.
        """
        assert str(error) == text

    def test_parts(self):
        """
        Message, hint and place are there on their own too.
        """
        error = QuerySyntaxError("bad", text="a b", position=2, expected="good", hint="try")

        assert (error.message, error.text, error.position, error.expected, error.hint) == (
            "bad",
            "a b",
            2,
            "good",
            "try",
        )
        assert error.args == ("bad",)
