"""The rules as a plugin of flake8, which hacking is too: codes VLP, and the project's configuration as elsewhere."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from venus_logging.lint.baseline import Baseline
from venus_logging.lint.config import Config, read
from venus_logging.lint.files import excluded, module_name
from venus_logging.lint.source import check
from venus_logging.statements import Source

if TYPE_CHECKING:
    import ast
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

__all__ = ["Plugin"]


class Plugin:
    """Checks one file for flake8.

    Args:
        tree: its syntax tree.
        filename: its name; ``stdin`` or ``-`` for standard input.
        lines: its text.
    """

    name = "venus-logging"
    version = version("venus-logging")
    _config: ClassVar[Config] = Config()
    _baseline: ClassVar[Baseline | None] = None

    def __init__(self, tree: ast.Module, filename: str, lines: Sequence[str]) -> None:
        self._tree = tree
        self._source = Source(filename, module_name(Path(filename)), "".join(lines))

    @classmethod
    def parse_options(cls, options: Namespace) -> None:
        """Reads what the project says of severity, files and known findings; select and ignore are flake8's own.

        Args:
            options: flake8's, not used.

        Raises:
            ConfigError: the project's configuration cannot be used.
        """
        cls._config = replace(read(Path()), select=(), ignore=())
        cls._baseline = Baseline.read(cls._config.baseline) if cls._config.baseline is not None else None

    def run(self) -> Iterator[tuple[int, int, str, type]]:
        """Line from 1, column from 0, text with the code first, and the class, of each finding."""
        if excluded(Path(self._source.path), self._config.exclude):
            return
        found = [each for each in check(self._source, self._tree) if self._config.wants(each)]
        for finding in found if self._baseline is None else self._baseline.new(found):
            yield finding.line, finding.column - 1, f"{finding.rule} {finding.message}", type(self)
