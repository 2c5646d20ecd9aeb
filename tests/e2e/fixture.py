"""python -m tests.e2e.fixture COLLECTED...: cuts a few hundred varied live events from kept runs, for other tests."""

from __future__ import annotations

import gzip
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .comparing import SECRETS
from .rig import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["cut"]

MOST: Final = 400
_TELLING: Final = ("exception.type", "openstack.request.id", "openstack.resource.id")
TARGET: Final = PROJECT / "tests" / "fixtures" / "live-events.jsonl.gz"


def cut(lines: Iterable[str], most: int) -> list[str]:
    """The first event of each kind, in order of time: services, levels and shapes take turns.

    Args:
        lines: of event files.
        most: how many events.

    Raises:
        ValueError: a line holds a planted secret.
    """
    kinds: defaultdict[tuple[Any, ...], dict[str, tuple[str, str]]] = defaultdict(dict)
    for line in lines:
        if any(secret in line for secret in SECRETS):
            raise ValueError(f"a planted secret is in an event: {line[:200]}")
        event = json.loads(line)
        shape = frozenset(name for name in event if not name.startswith(("code.", "process.", "thread.")))
        kind = (event["service.name"], event["severity_text"], *(name in event for name in _TELLING))
        template = event.get("log.template.id", "")
        kinds[kind].setdefault(f"{template} {sorted(shape)}", (event["@timestamp"], line))
    queues = [list(found.values()) for _, found in sorted(kinds.items())]
    turns = (queue[turn] for turn in range(max(map(len, queues), default=0)) for queue in queues if turn < len(queue))
    return [line for _, line in sorted(chosen for chosen, _ in zip(turns, range(most)))]


def main() -> None:
    """Writes the fixture from the folders that `--keep` left."""
    paths = [path for folder in sys.argv[1:] for path in sorted(Path(folder).rglob("*.events.jsonl.gz"))]
    lines = [line for path in paths for line in gzip.decompress(path.read_bytes()).decode().split("\n") if line]
    chosen = "".join(f"{line}\n" for line in cut(lines, MOST))
    TARGET.parent.mkdir(exist_ok=True)
    with gzip.GzipFile(TARGET, "wb", 9, mtime=0) as out:
        out.write(chosen.encode())
    print(f"{TARGET.name}: {chosen.count(chr(10))} of {len(lines)} events, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
