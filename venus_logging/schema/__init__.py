"""Specifications in YAML come in; the files of schemas/ and the problems of a specification go out."""

from __future__ import annotations

from venus_logging.schema.generate import differences, generate, write
from venus_logging.schema.specs import Specs, load

__all__ = ["Specs", "differences", "generate", "load", "write"]
