"""Finds the folders of data (schemas, specs) in a wheel, an editable install and a checkout."""

from __future__ import annotations

from pathlib import Path

__all__ = ["folder"]

_PACKAGE = Path(__file__).resolve().parents[1]


def folder(name: str) -> Path:
    """The folder of data that ships under this name.

    Args:
        name: ``schemas`` or ``specs``; a wheel carries them inside the package, a checkout beside it.
    """
    packed = _PACKAGE / "_data" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name
