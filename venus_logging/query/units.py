"""Amounts with a unit: ``500ms``, ``2h``, ``10MB`` become numbers in the unit of their field."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

__all__ = ["UnitError", "amount"]

_AMOUNT: Final = re.compile(r"([+-]?\d{1,18}(?:\.\d{1,18})?)([A-Za-z]+)", re.ASCII)
_TIME: Final = {
    "ns": Fraction(1, 10**9), "us": Fraction(1, 10**6), "ms": Fraction(1, 1000), "s": Fraction(1), "m": Fraction(60),
    "h": Fraction(3600), "d": Fraction(86_400), "w": Fraction(604_800),
}  # fmt: skip
_SIZE: Final = {
    "B": 1, "kB": 10**3, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12,
    "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40,
}  # fmt: skip
_SIZES: Final = {name: Fraction(size) for name, size in _SIZE.items()}
_OWN: Final = {
    "ns": (_TIME, "ns"), "us": (_TIME, "us"), "ms": (_TIME, "ms"), "s": (_TIME, "s"), "min": (_TIME, "m"),
    "h": (_TIME, "h"), "d": (_TIME, "d"), "By": (_SIZES, "B"), "KiBy": (_SIZES, "KiB"), "MiBy": (_SIZES, "MiB"),
    "GiBy": (_SIZES, "GiB"),
}  # fmt: skip
"""UCUM units of fields: which units an amount may have, and which of them the field has."""


class UnitError(ValueError):
    """No amount of this unit; the message says what could stand there."""


def amount(text: str, unit: str) -> int | float:
    """A number, with or without a unit, in the unit of its field; whole ones are integers if they had a unit.

    Args:
        text: ``0.5``, ``500ms``, ``10MB``.
        unit: UCUM unit of the field, empty if it has none.

    Raises:
        UnitError: the text is no such number; the message says what was expected.
    """
    match = _AMOUNT.fullmatch(text)
    units, own = _OWN.get(unit, ({}, ""))
    if match and match[2] in units:
        value = Fraction(match[1]) * units[match[2]] / units[own]
        return int(value) if value.denominator == 1 else float(value)
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if number - number != 0:  # neither infinite nor not a number
        also = f", or with a unit: {', '.join(units)}" if units else ""
        raise UnitError(f"a number such as 12 or 0.5{also}")
    return number
