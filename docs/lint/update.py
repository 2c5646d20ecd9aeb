"""Writes the manual pages of the rules, and their tables in index.md and events.md; with --check only compares."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from venus_logging.lint.event_rules import EventRule, event_rules
from venus_logging.lint.rules import manual, rules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from venus_logging.lint._rule import Rule

FOLDER = Path(__file__).parent
_TABLE = re.compile(r"(?<=<!-- rules -->\n).*?(?=<!-- end -->)", re.DOTALL)


def pages() -> dict[Path, str]:
    """Every generated page with its text; the indexes with their tables as the rules are now."""
    found = {
        FOLDER / "index.md": _with_table(FOLDER / "index.md", rules()),
        FOLDER / "events.md": _with_table(FOLDER / "events.md", event_rules()),
    }
    manuals = [(rule, manual(rule)) for rule in rules()] + [(rule, manual(rule)) for rule in event_rules()]
    for rule, text in manuals:
        found[FOLDER / f"{rule.code}.md"] = f"# {rule.code} {rule.name}\n\n{rule.severity}: {rule.brief}.\n\n{text}\n"
    return found


def _with_table(page: Path, listed: Iterable[Rule | EventRule]) -> str:
    head = "| code | name | severity | what it asks for |\n|---|---|---|---|\n"
    rows = (f"| [{each.code}]({each.code}.md) | {each.name} | {each.severity} | {each.brief} |\n" for each in listed)
    table = head + "".join(rows) + "\n"
    return _TABLE.sub(lambda _: table, page.read_text())


def main() -> int:
    """Writes the pages, or compares them; pages of rules that are gone are removed."""
    expected = pages()
    gone = {*FOLDER.glob("VLP*.md"), *FOLDER.glob("VLE*.md")} - set(expected)
    different = [path for path, text in expected.items() if not path.is_file() or path.read_text() != text]
    if "--check" in sys.argv:
        return int(bool(gone or different))
    for path in gone:
        path.unlink()
    for path in different:
        path.write_text(expected[path])
    return 0


if __name__ == "__main__":
    sys.exit(main())
