"""Writes everything that is generated from specs/: schemas/, the names as types, the tables of this manual."""

from __future__ import annotations

from pathlib import Path

from venus_logging.schema import generate, load, write
from venus_logging.schema.names import names
from venus_logging.schema.tables import manual

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Writes all files into this checkout."""
    specs = ROOT / "specs"
    write(generate(specs), ROOT / "schemas")
    write({"names.py": names(load(specs))}, ROOT / "venus_logging" / "contract")
    write(manual(specs), ROOT / "docs" / "specification" / "tables")


if __name__ == "__main__":
    main()
