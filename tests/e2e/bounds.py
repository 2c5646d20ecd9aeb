"""What must hold in a live run, and whether it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from .comparing import IDS, Account

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .chains import Access, Boot

__all__ = ["VALID", "Found", "Traffic", "bounds"]

VALID: Final = 0.999
Found: TypeAlias = dict[str, tuple[str, bool]]
"""For each bound what was found, and whether it holds."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """What happened to a cloud.

    Args:
        served: whether all traffic went as it must.
        dead: processes that did not run at the end.
        unloaded: processes that were told to reload and did not.
        refused: requests of real users, beside the scenario, that were not served, by answer.
    """

    served: bool
    dead: Sequence[str] = ()
    unloaded: Sequence[str] = ()
    refused: dict[str, int] | None = None


def bounds(
    level: str, by_filter: bool, total: Account, traffic: Traffic, boots: Sequence[Boot], access: Sequence[Access]
) -> Found:
    """What must hold.

    Args:
        level: of the root loggers.
        by_filter: whether access events come from our WSGI filter, else from uwsgi's log.
        total: the account of all processes.
        traffic: what happened.
        boots: the chains of accepted boots.
        access: the access events of each service.
    """
    return {
        **_service(traffic),
        **_records(level, total),
        **_attribution(by_filter, total),
        **_chains(by_filter, boots, access),
    }


def _service(traffic: Traffic) -> Found:
    dead, late = ", ".join(traffic.dead) or "none", ", ".join(traffic.unloaded) or "none"
    served = f"{'yes' if traffic.served else 'no'}; dead: {dead}"
    # NOTE: a fault of the scenario takes services away; requests are refused then as they must be.
    refused = "not asked, there were faults" if traffic.refused is None else f"refused: {traffic.refused or 'none'}"
    return {
        "all processes serve": (served, traffic.served and not traffic.dead),
        "all reload": (f"not: {late}", not traffic.unloaded),
        "real users are served": (refused, not traffic.refused),
    }


def _records(level: str, total: Account) -> Found:
    counts = total.counts
    valid = 1 - counts["invalid"] / max(1, total.ours)
    found: Found = {
        "same records": (f"{total.ours} of ours, {total.reference}", 0 < total.ours == total.reference),
        "no difference": (str(dict(total.differences)), not total.differences),
        f"valid >= {VALID:.1%}": (f"{valid:.4%}", valid >= VALID),
    }
    if level == "DEBUG":  # nova-api writes request bodies only there
        found["planted secrets were met"] = (str(counts["masked"]), counts["masked"] > 0)
    for name in ("broken", "lost", "repeated", "secrets"):
        found[f"no {name}"] = (str(counts[name]), not counts[name])
    for name in IDS:
        ours, theirs = counts[f"our {name}"], counts[f"reference {name}"]
        found[f"{name} at least the reference's"] = (f"{ours} and {theirs}", ours >= theirs)
    return found


def _attribution(by_filter: bool, total: Account) -> Found:
    """With the filter no record has a stranger's context; without, every record that has one is flagged."""
    counts = total.counts
    stale, flagged, bogus = counts["stale"], counts["flagged"], counts["bogus"]
    found: Found = {
        "bogus tokens were met": (f"{bogus} records, {counts['bogus stale']} with a stale context", bogus > 0),
        "no bogus token is somebody": (str(counts["bogus astray"]), not counts["bogus astray"]),
    }
    if by_filter:
        found["no stale context"] = (f"{stale}; flagged: {flagged}", not stale and not flagged)
    else:
        found["stale contexts are flagged"] = (f"{flagged} of {stale}", flagged == stale > 0)
    return found


def _chains(by_filter: bool, boots: Sequence[Boot], access: Sequence[Access]) -> Found:
    poor = [boot for boot in boots if boot.missing]
    events, told = sum(each.events for each in access), sum(each.told for each in access)
    found: Found = {
        "boots keep their chain": (f"{len(boots) - len(poor)} of {len(boots)}", bool(boots) and not poor),
        "access events tell status and duration": (f"{told} of {events}", 0 < told == events),
    }
    if by_filter:
        routed = sum(each.routed for each in access)
        keystone = sum(each.owned for each in access if each.service == "keystone")
        found["access events tell the route"] = (f"{routed} of {events}", routed == events)
        found["keystone tells the token's project"] = (str(keystone), keystone > 0)
    return found
