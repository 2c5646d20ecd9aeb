"""Writes the manual pages of the rules and their table in index.md; with --check only says whether they differ."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from venus_logging.lint.rules import manual, rules

FOLDER = Path(__file__).parent
_TABLE = re.compile(r"(?<=<!-- rules -->\n).*?(?=<!-- end -->)", re.DOTALL)


def pages() -> dict[Path, str]:
    """Every generated page with its text; the index with its table as the rules are now."""
    index = FOLDER / "index.md"
    head = "| code | name | severity | what it asks for |\n|---|---|---|---|\n"
    rows = (f"| [{each.code}]({each.code}.md) | {each.name} | {each.severity} | {each.brief} |\n" for each in rules())
    table = head + "".join(rows) + "\n"
    found = {index: _TABLE.sub(lambda _: table, index.read_text())}
    for rule in rules():
        text = f"# {rule.code} {rule.name}\n\n{rule.severity}: {rule.brief}.\n\n{manual(rule)}\n"
        found[FOLDER / f"{rule.code}.md"] = text
    return found


def main() -> int:
    """Writes the pages, or compares them; pages of rules that are gone are removed."""
    expected = pages()
    gone = set(FOLDER.glob("VLP*.md")) - set(expected)
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
