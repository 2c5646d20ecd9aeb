"""Python source comes in; its log statements go out, as data, as a catalogue, and compared with another version's."""

from __future__ import annotations

from venus_logging.statements._catalogue import Catalogue, load, row
from venus_logging.statements._diff import KINDS, Change, diff
from venus_logging.statements._extract import Statement, extract, parse
from venus_logging.statements._loggers import LEVELS, UNKNOWN, Loggers
from venus_logging.statements._sources import Source
from venus_logging.statements._texts import Text, texts

__all__ = [
    "KINDS",
    "LEVELS",
    "UNKNOWN",
    "Catalogue",
    "Change",
    "Loggers",
    "Source",
    "Statement",
    "Text",
    "diff",
    "extract",
    "load",
    "parse",
    "row",
    "texts",
]
