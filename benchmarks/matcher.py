"""What the text matcher costs per line of a recorded run beside a loop over regular expressions: matcher.py [RUN]."""

from __future__ import annotations

import gzip
import json
import re
import sys
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Final

from venus_logging import contract
from venus_logging.contract.data import folder

if TYPE_CHECKING:
    from collections.abc import Callable

RUN: Final = Path(__file__).parents[2] / "shared" / "data" / "openstack-logs" / "run-debug"
LINE: Final = re.compile(r"\S+ \S+ \d+ [A-Z]+ (\S+) (?:\[[^]]*\] )?(.*)")
ROUNDS: Final = 3
SAMPLE: Final = 20


def lines(run: Path) -> list[tuple[str, str]]:
    """Logger and message of every line of a run that has both."""
    found = []
    for path in sorted(run.glob("*.log.gz")):
        with gzip.open(path, "rt", errors="replace") as text:
            found += [match.groups() for match in map(LINE.match, text) if match]
    return found


def naive() -> list[re.Pattern[str]]:
    """One regular expression per statement of every logger, as a tool without the logger's name would try them."""
    table = json.loads((folder("schemas") / contract.version() / "texts.json").read_text())
    rows = [parts for rows in table.values() for parts, *_ in rows]
    return [re.compile("(?:.*?)".join(map(re.escape, parts)) + "(?:: .*)?$") for parts in rows]


def micros(call: Callable[[str, str], object], rows: list[tuple[str, str]]) -> float:
    """The best of several rounds over all rows, in µs of CPU per row."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = process_time()
        for logger, text in rows:
            call(logger, text)
        best = min(best, (process_time() - start) / len(rows))
    return best * 1e6


def main() -> None:
    """Prints both figures."""
    run = Path(sys.argv[1]) if len(sys.argv) > 1 else RUN
    if not run.is_dir():
        print(f"no recorded run at {run}")
        return
    rows = lines(run)
    contract.scenarios("", "", "")
    ours = micros(lambda logger, text: contract.scenarios(logger, "", text), rows)
    patterns = naive()
    sample = rows[::SAMPLE]
    loop = micros(lambda _, text: next((each for each in patterns if each.match(text)), None), sample)
    tagged = sum(bool(contract.scenarios(logger, "", text)) for logger, text in rows)
    print(f"{len(rows)} lines of {run.name}, {tagged} recognised: {ours:.2f} µs a line")
    print(f"{len(patterns)} patterns one by one, every {SAMPLE}th line: {loop:.0f} µs a line (x{loop / ours:.0f})")


if __name__ == "__main__":
    main()
