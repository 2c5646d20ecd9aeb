"""Findings that a project lives with: made once, subtracted from every run, and shrunk when one is mended."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from venus_logging.errors import ConfigError
from venus_logging.event import json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from venus_logging.lint._finding import Finding

__all__ = ["Baseline"]

_Key: TypeAlias = "tuple[str, str, str]"
_VERSION: Final = 1


class Baseline:
    """How often each finding is known, by file, rule and statement; lines may move.

    Args:
        path: the file; paths in it are relative to its folder.
        known: what it holds.
    """

    def __init__(self, path: Path, known: Counter[_Key] | None = None) -> None:
        self._path = path
        self._root = path.absolute().parent
        self._known: Counter[_Key] = known if known is not None else Counter()

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """The baseline of a file.

        Raises:
            ConfigError: it is not there, or is no baseline.
        """
        try:
            document = json.decode(path.read_bytes())
            files = document["findings"]
            known = Counter(
                {
                    (name, rule, anchor): int(count)
                    for name, by_rule in files.items()
                    for rule, anchors in by_rule.items()
                    for anchor, count in anchors.items()
                }
            )
        except FileNotFoundError as error:
            hint = f"make one: venus-log lint source --baseline {path} --write-baseline PATH..."
            raise ConfigError(f"no baseline {path}", hint=hint) from error
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise ConfigError(f"{path}: no baseline: {error}", hint="make it anew with --write-baseline") from error
        return cls(path, known)

    def __len__(self) -> int:
        return self._known.total()

    def new(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that are not known, in their order; of equal ones the last.

        Args:
            findings: of one run.
        """
        left = self._known.copy()
        found = []
        for finding in findings:
            key = self._key(finding)
            if left[key] > 0:
                left[key] -= 1
            else:
                found.append(finding)
        return found

    def shrunk(self, findings: Iterable[Finding], checked: Iterable[str]) -> Baseline:
        """The baseline without what is mended: findings of checked files that are no more, and files that are gone.

        Args:
            findings: all of one run, of every rule.
            checked: the files of that run.
        """
        now = Counter(self._key(finding) for finding in findings)
        elsewhere = self._elsewhere(checked)
        mine = {key: count for key, count in self._known.items() if key not in elsewhere}
        return Baseline(self._path, elsewhere + Counter({key: min(count, now[key]) for key, count in mine.items()}))

    def renewed(self, findings: Iterable[Finding], checked: Iterable[str]) -> Baseline:
        """The baseline that knows exactly these findings of the checked files, and of others what it knew.

        Args:
            findings: of one run, those that shall be known.
            checked: the files of that run.
        """
        now = Counter(self._key(finding) for finding in findings)
        return Baseline(self._path, self._elsewhere(checked) + now)

    def write(self) -> None:
        """Writes the file, one line for each known finding so that a merge finds its way.

        Raises:
            ConfigError: it cannot be written.
        """
        text = "".join(self._lines())
        beside = self._path.with_name(f"{self._path.name}.{os.getpid()}.tmp")
        try:
            beside.write_text(text, encoding="utf-8")
            beside.replace(self._path)
        except OSError as error:
            raise ConfigError(f"{self._path}: cannot be written: {error.strerror or error}") from error

    def _lines(self) -> Iterable[str]:
        yield f'{{"version": {_VERSION}, "findings": {{'
        files: dict[str, dict[str, dict[str, int]]] = {}
        for (path, rule, anchor), count in sorted(self._known.items()):
            files.setdefault(path, {}).setdefault(rule, {})[anchor] = count
        for number, (path, by_rule) in enumerate(files.items()):
            yield f"{',' if number else ''}\n {json.quote(path)}: {{"
            for place, (rule, anchors) in enumerate(by_rule.items()):
                rows = ",\n".join(f'   "{anchor}": {count}' for anchor, count in anchors.items())
                yield f"{',' if place else ''}\n  {json.quote(rule)}: {{\n{rows}\n  }}"
            yield "\n }"
        yield "\n}}\n"

    def _elsewhere(self, checked: Iterable[str]) -> Counter[_Key]:
        """What is known of files that were not checked and are still there."""
        inside = {self._inside(path) for path in checked}
        there: dict[str, bool] = {}
        for path, _, _ in self._known:
            if path not in there:
                there[path] = path not in inside and (self._root / path).is_file()
        return Counter({key: count for key, count in self._known.items() if there[key[0]]})

    def _key(self, finding: Finding) -> _Key:
        return self._inside(finding.path), finding.rule, finding.anchor

    def _inside(self, path: str) -> str:
        return Path(os.path.relpath(path, self._root)).as_posix()
