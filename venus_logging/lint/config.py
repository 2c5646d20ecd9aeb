"""What a project says about its lint, in pyproject.toml, tox.ini or setup.cfg, and which findings that leaves."""

from __future__ import annotations

import configparser
import re
import tomllib
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from venus_logging.errors import ConfigError
from venus_logging.lint._finding import SEVERITIES, Severity
from venus_logging.lint.files import EXCLUDED
from venus_logging.lint.rules import rules
from venus_logging.lint.source import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from venus_logging.lint._finding import Finding

__all__ = ["Config", "codes", "read"]

_SECTION: Final = "venus-logging"
_SEPARATORS: Final = re.compile(r"[,\s]+")


@dataclass(frozen=True, slots=True)
class Config:
    """Which files are checked, and which findings are reported.

    Args:
        select: beginnings of the codes that are reported; empty for all.
        ignore: beginnings of codes that are not.
        severity: the least that is reported.
        exclude: patterns of names and paths below a given folder that are left out.
        per_file_ignores: beginnings of codes that are not reported of files whose path matches a pattern.
        baseline: the file of known findings.
        root: the folder of the file that said so; patterns and the baseline are relative to it.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Severity = "info"
    exclude: tuple[str, ...] = EXCLUDED
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    baseline: Path | None = None
    root: Path = Path()

    def wants(self, finding: Finding) -> bool:
        """Whether a finding is reported.

        Args:
            finding: of any rule.
        """
        if SEVERITIES.index(finding.severity) < SEVERITIES.index(self.severity):
            return False
        if not finding.rule.startswith(self.select or ""):
            return False
        return not finding.rule.startswith((*self.ignore, *self._ignored(finding.path)) or _NO_CODE)

    def _ignored(self, path: str) -> tuple[str, ...]:
        if not self.per_file_ignores:
            return ()
        inside = Path(path).absolute()
        name = inside.relative_to(self.root).as_posix() if inside.is_relative_to(self.root) else path
        found = (codes for pattern, codes in self.per_file_ignores.items() if fnmatch(name, pattern))
        return tuple(code for each in found for code in each)


_NO_CODE: Final = " "


def read(folder: Path) -> Config:
    """The configuration of the first folder that has one, going up from a folder to the root of its repository.

    Args:
        folder: where to begin.

    Raises:
        ConfigError: a file, an option or a value of it cannot be used.
    """
    place = folder.absolute()
    for root in (place, *place.parents):
        for name, reader in _READERS.items():
            path = root / name
            options = reader(path) if path.is_file() else None
            if options is not None:
                return _config(options, path)
        if (root / ".git").exists():
            break
    return Config()


def codes(text: str) -> tuple[str, ...]:
    """Codes of rules, or how they begin, from a text with commas or white space between.

    Raises:
        ConfigError: no rule's code begins so.
    """
    found = tuple(each.upper() for each in _SEPARATORS.split(text) if each)
    every = (UNREADABLE, *(rule.code for rule in rules()))
    for each in found:
        if not any(code.startswith(each) for code in every):
            raise ConfigError(f"no rule's code begins with {each}", hint=f"rules are {', '.join(every)}")
    return found


def _toml(path: Path) -> dict[str, Any] | None:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    found = document.get("tool", {}).get(_SECTION)
    if found is not None and not isinstance(found, dict):
        raise ConfigError(f"{path}: tool.{_SECTION} is {found!r}", hint=f"write a table [tool.{_SECTION}]")
    return found


def _ini(path: Path) -> dict[str, Any] | None:
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(path.read_text(encoding="utf-8"), str(path))
    except (OSError, ValueError, configparser.Error) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    return dict(parser[_SECTION]) if parser.has_section(_SECTION) else None


_READERS: Final[dict[str, Callable[[Path], dict[str, Any] | None]]] = {
    "pyproject.toml": _toml,
    "tox.ini": _ini,
    "setup.cfg": _ini,
}


def _config(options: dict[str, Any], path: Path) -> Config:
    known: dict[str, Callable[[Any], Any]] = {
        "select": lambda value: codes(_joined(value)),
        "ignore": lambda value: codes(_joined(value)),
        "severity": _severity,
        "exclude": lambda value: tuple(each for each in _SEPARATORS.split(_joined(value)) if each),
        "per-file-ignores": _per_file,
        "baseline": lambda value: path.parent / str(value),
    }
    given: dict[str, Any] = {}
    for name, value in options.items():
        if name not in known:
            raise ConfigError(f"{path}: unknown option {name}", hint=f"options are {', '.join(known)}")
        try:
            given[name.replace("-", "_")] = known[name](value)
        except ConfigError as error:
            raise ConfigError(f"{path}: {name}: {error.message}", hint=error.hint) from error
    return Config(**given, root=path.parent)


def _joined(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ",".join(value)
    raise ConfigError(f"got {value!r}", hint="write a list of texts")


def _severity(value: object) -> Severity:
    for each in SEVERITIES:
        if each == value:
            return each
    raise ConfigError(f"got {value!r}", hint=f"write {', '.join(SEVERITIES)}")


def _per_file(value: object) -> dict[str, tuple[str, ...]]:
    """A table of pattern and codes, or lines ``pattern: codes``, as flake8 writes them."""
    if isinstance(value, dict):
        return {pattern: codes(_joined(given)) for pattern, given in value.items()}
    pairs = (line.partition(":") for line in _joined(value).splitlines() if line.strip())
    return {pattern.strip(): codes(given) for pattern, _, given in pairs}
