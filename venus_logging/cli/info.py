"""venus-log info: where the store is and what it holds."""

from __future__ import annotations

from dataclasses import asdict

import click

from venus_logging.cli._options import common_options
from venus_logging.cli._store import ask

__all__ = ["command"]


@click.command("info")
@common_options
def command() -> None:
    """Says where the store is, how many events it holds, from when to when, and how much room they take."""
    with ask() as asked:
        facts = asdict(asked.store.info())
    if not asked.output.table:
        asked.output.record(facts)
        return
    for name in ("oldest", "newest"):
        if facts[name] is not None:
            facts[name] = asked.output.time(facts[name])
    facts["days"] = ", ".join(facts["days"])
    del facts["sizes"]
    asked.output.rows(
        ("what", "value"), [(name, "-" if value in (None, "") else value) for name, value in facts.items()]
    )
