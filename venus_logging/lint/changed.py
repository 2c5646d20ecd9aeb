"""Which lines a change touches: from a unified diff, or from git."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from venus_logging.errors import ConfigError, SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from venus_logging.lint._finding import Finding

__all__ = ["Changes", "from_diff", "from_git"]

_HUNK: Final = re.compile(r"@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@")
_PREFIX: Final = re.compile(r"diff --git ([a-z])/(.+) (?!\1)([a-z]/)\2")
_GIT_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class Changes:
    """Lines that are new or different, by absolute path; None for a file that is new as a whole.

    Args:
        lines: line numbers of the new file, from 1.
    """

    lines: Mapping[Path, Set[int] | None]

    def touches(self, path: Path) -> bool:
        """Whether a file has a changed line.

        Args:
            path: the file.
        """
        found = self.lines.get(path.absolute(), frozenset())
        return found is None or bool(found)

    def has(self, finding: Finding) -> bool:
        """Whether a changed line belongs to the statement of a finding, or to a place that the finding names.

        Args:
            finding: of a file as it is after the change.
        """
        found = self.lines.get(Path(finding.path).absolute(), frozenset())
        if found is None:
            return True
        first = min(finding.first_line or finding.line, finding.line)
        spoken_of = {*range(first, max(finding.end_line, finding.line) + 1), *(each.line for each in finding.related)}
        return not found.isdisjoint(spoken_of)


def from_diff(text: str, root: Path) -> Changes:
    """The changes that a unified diff describes.

    Args:
        text: as diff -u or git writes it; ``b/`` before names is left out, or what git's
            ``diff.mnemonicPrefix`` writes in its place.
        root: the folder that its names are relative to.
    """
    found: dict[Path, set[int]] = {}
    current: set[int] = set()
    line = left = 0
    prefix = "b/"
    for row in text.split("\n"):
        if left > 0 and row[:1] in ("+", " ", ""):
            if row.startswith("+"):
                current.add(line)
            line += 1
            left -= 1
        elif match := _HUNK.match(row):
            line, left = int(match[1]), int(match[2] or 1)
        elif match := _PREFIX.fullmatch(row):
            prefix = match[3]
        elif left <= 0 and row.startswith("+++ "):
            name = row[4:].split("\t")[0].strip().removeprefix(prefix)
            current = found.setdefault((root / name).absolute(), set())
    return Changes(found)


def from_git(revision: str, folder: Path) -> Changes:
    """What is different from a revision in a working tree, files that git does not know yet included.

    Args:
        revision: what git calls one: ``HEAD``, ``origin/master``, ``HEAD~1``.
        folder: a folder of the working tree.

    Raises:
        ConfigError: it is no revision of a git repository.
        SourceError: git is not installed.
    """
    if revision.startswith("-"):
        raise ConfigError(
            f"no revision {revision}", hint="name a commit or a branch, a file with a diff, or - for stdin"
        )
    form = ("--unified=0", "--no-color", "--no-ext-diff", "--relative", "--src-prefix=a/", "--dst-prefix=b/")
    diff = _git(folder, "diff", *form, revision, "--")
    known = from_diff(diff, folder)
    new = _git(folder, "ls-files", "--others", "--exclude-standard", "-z").split("\0")
    return Changes({**known.lines, **{(folder / name).absolute(): None for name in new if name}})


def _git(folder: Path, *words: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), "-c", "core.quotepath=off", *words],
            capture_output=True,
            timeout=_GIT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SourceError(f"git cannot be run: {error}", hint="give --diff a file with a diff") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise ConfigError(f"git {words[0]}: {said[0] if said else done.returncode}", hint="see --diff")
    return done.stdout.decode(errors="surrogateescape")
