"""How many messages of a recorded run a catalogue recognises, beside drain3: catalogue.py SITE [RUN [PACKAGE...]].

SITE is the folder of the installed packages. The run is one of plain text, or one of JSON, whose format strings are
the truth that both are then measured by.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from datetime import UTC
from itertools import groupby
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Final, NamedTuple

from venus_logging.event.template import template_id
from venus_logging.ingest.readers import choose
from venus_logging.ingest.readers.choose import SAMPLE
from venus_logging.ingest.sources import lines
from venus_logging.statements import Catalogue, load

try:
    from drain3 import TemplateMiner
    from drain3.masking import MaskingInstruction
    from drain3.template_miner_config import TemplateMinerConfig
except ModuleNotFoundError:  # the comparison is left out, which is said
    TemplateMiner = None

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from venus_logging.errors import SourceError
    from venus_logging.statements import Statement

RUNS: Final = Path(__file__).parents[2] / "shared" / "data" / "openstack-logs"
PACKAGES: Final = ("nova", "neutron", "cinder")
MASKS: Final = (
    (r"(?<![0-9a-zA-Z])[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-zA-Z])", "ID"),
    (r"(?<![0-9a-zA-Z])\d{1,3}(\.\d{1,3}){3}(?![0-9a-zA-Z])", "IP"),
    (r"(?<![0-9a-zA-Z])0x[0-9a-f]+(?![0-9a-zA-Z])", "HEX"),
    (r"(?<![0-9a-zA-Z])\d+(\.\d+)?(?![0-9a-zA-Z])", "NUM"),
)
SHOWN: Final = 12


class Record(NamedTuple):
    """One record: who says it, the text, and the id of its template where the log says it."""

    logger: str
    body: str
    truth: str


def records(run: Path) -> Iterator[Record]:
    """The application records of a run."""
    for path in sorted(run.glob("*.log.gz")):
        if "uwsgi" in path.name or "stub" in path.name:
            continue
        every = list(lines(path))
        for read in choose(every[:SAMPLE], "host", UTC).read(every):
            if isinstance(read.result, dict):
                logger = str(read.result["log.logger"])
                yield Record(logger, str(read.result["body"]), read.template and template_id(logger, read.template))


def accuracy(groups: Sequence[Hashable], truth: Sequence[Hashable]) -> float:
    """Grouping accuracy: the share of messages whose group holds exactly the messages of their true template."""
    members: dict[Hashable, set[int]] = defaultdict(set)
    wanted: dict[Hashable, set[int]] = defaultdict(set)
    for number, (group, true) in enumerate(zip(groups, truth, strict=True)):
        members[group].add(number)
        wanted[true].add(number)
    right = sum(len(those) for true, those in wanted.items() if members[groups[next(iter(those))]] == those)
    return right / len(groups)


def ours(rows: Sequence[Record], catalogue: Catalogue) -> tuple[list[Statement | None], float]:
    """The statement of each record, and µs of CPU a record."""
    start = process_time()
    found = [catalogue.find(row.logger, "", row.body) for row in rows]
    return found, (process_time() - start) / len(rows) * 1e6


def drain(rows: Sequence[Record]) -> tuple[list[tuple[str, int]], float]:
    """The cluster of each record, one miner a logger as the catalogue has, and µs of CPU a record."""
    config = TemplateMinerConfig()
    config.masking_instructions = [MaskingInstruction(*each) for each in MASKS]
    miners: dict[str, TemplateMiner] = {}
    start = process_time()
    found = []
    for row in rows:
        if row.logger not in miners:
            miners[row.logger] = TemplateMiner(config=config)
        found.append((row.logger, miners[row.logger].add_log_message(row.body)["cluster_id"]))
    return found, (process_time() - start) / len(rows) * 1e6


def per_logger(rows: Sequence[Record], found: Sequence[Statement | None], packages: Sequence[str]) -> None:
    """Prints the share of each top-level name of loggers, those of the catalogue's packages first."""
    counts = Counter(row.logger.partition(".")[0] for row in rows)
    hits = Counter(row.logger.partition(".")[0] for row, each in zip(rows, found, strict=True) if each)
    for name, count in sorted(counts.items(), key=lambda item: (item[0] not in packages, -item[1])):
        print(f"  {name:<20} {count:>6} records {100 * hits[name] / count:6.2f} %")


def why(row: Record, known: dict[str, list[Statement]]) -> str:
    """Why a message was not recognised."""
    mine = known.get(row.logger)
    if not mine:
        return "its logger is in no package of the catalogue"
    if any(each.style == "dynamic" for each in mine):
        return "its logger has statements whose text only the run time knows"
    return "its logger has no statement that fits, or one with hardly any text"


def unmatched(rows: Sequence[Record], found: Sequence[Statement | None], known: dict[str, list[Statement]]) -> None:
    """Prints what was not recognised, by reason, with the most frequent messages of known loggers."""
    missed = sorted(
        (why(row, known), row.logger, row.body[:70]) for row, each in zip(rows, found, strict=True) if not each
    )
    for reason, those in groupby(missed, key=lambda each: each[0]):
        counts = Counter((logger, body if logger in known else "...") for _, logger, body in those)
        print(f"not recognised, {reason}: {counts.total()}")
        for (logger, body), count in counts.most_common(SHOWN):
            print(f"  {count:>6} {logger}: {body!r}")


def measured(rows: Sequence[Record], found: Sequence[Statement | None], real: set[str]) -> None:
    """Prints how often the statement is the true one, and how well each groups the records of one true template.

    A text that was rendered before the call has another id each time, so only templates that the source has count.
    """
    chosen = [number for number, row in enumerate(rows) if row.truth in real]
    truth = [rows[number].truth for number in chosen]
    if chosen:
        mine = [found[number] for number in chosen]
        ids = [each.template_id if each else "" for each in mine]
        right = sum(one == true for one, true in zip(ids, truth, strict=True))
        print(f"of {len(chosen)} records with a known template {sum(map(bool, ids))} are recognised, {right} rightly")
        print(f"grouping accuracy of the catalogue {100 * accuracy(ids, truth):.2f} %")
    if TemplateMiner is None:
        print("drain3 is not installed: no comparison")
        return
    clusters, micros = drain(rows)
    print(f"drain3: {len(set(clusters))} clusters of {len(rows)} records, {micros:.1f} µs a record")
    if chosen:
        print(f"grouping accuracy of drain3 {100 * accuracy([clusters[number] for number in chosen], truth):.2f} %")


def main() -> None:
    """Prints all figures."""
    site = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("/usr/lib/python3/dist-packages")
    run = Path(sys.argv[2]) if len(sys.argv) > 2 else RUNS / "run-debug"
    packages = sys.argv[3:] or PACKAGES
    if not run.is_dir() or not all((site / each).is_dir() for each in packages):
        print(f"no recorded run at {run}, or not all of {', '.join(packages)} in {site}")
        return
    problems: list[SourceError] = []
    start, began = process_time(), perf_counter()
    statements = [each for name in packages for each in load(site / name, problems.append)]
    spent = f"{process_time() - start:.1f} s of CPU, {perf_counter() - began:.1f} s"
    print(f"{len(statements)} statements of {', '.join(packages)}: {spent}")
    start = process_time()
    catalogue = Catalogue(statements)
    print(f"catalogue made in {process_time() - start:.2f} s; {len(problems)} files left out")
    rows = list(records(run))
    found, micros = ours(rows, catalogue)
    hits = sum(each is not None for each in found)
    share = 100 * hits / len(rows)
    print(f"{run.name}: {hits} of {len(rows)} records recognised ({share:.2f} %), {micros:.1f} µs a record")
    per_logger(rows, found, packages)
    own = [number for number, row in enumerate(rows) if row.logger.partition(".")[0] in packages]
    kept = sum(found[number] is not None for number in own)
    print(f"of the packages' own loggers {kept} of {len(own)} ({100 * kept / len(own):.2f} %)")
    known: dict[str, list[Statement]] = defaultdict(list)
    for each in statements:
        known[each.logger].append(each)
    unmatched(rows, found, known)
    measured(rows, found, {each.template_id for each in statements if each.style == "literal"})


if __name__ == "__main__":
    main()
