"""Events and the reference's records of a process come in; what differs, is missing or invalid goes out."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from venus_logging import contract
from venus_logging.emit.stale import STALE
from venus_logging.event.masking import mask
from venus_logging.event.text import well_formed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["BOGUS", "IDS", "SECRETS", "Account", "compare"]

SECRETS: Final = ("mcsecret", "bWNzZWNyZXQ", "gAAAA")
"""Planted: passwords, the same in base64, tokens."""
IDS: Final = ("request", "project", "resource")
BOGUS: Final = "bogus-"
"""How marks of requests begin whose token nobody issued."""
_EXAMPLES: Final = 3
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_Row = dict[str, Any]


@dataclass(slots=True)
class Account:
    """What the two witnesses say of one process, or of many.

    Args:
        name: of the process.
        ours: events.
        reference: records that the reference saw.
        differences: how often what differs: a field's name, ``only ours``, ``only reference``.
        reasons: why events are invalid, and how often.
        counts: ``invalid`` events, ``broken`` lines, ``lost`` numbers of a sequence, ``repeated`` uids, ``secrets`` in
            our lines, ``masked``: reference messages that held one, ``unformattable``, ``truncated``, how many events
            (``our request``) and records (``reference request``) carry each of IDS, ``stale`` records, whose context
            is another request's, and events ``flagged`` as such; of ``bogus`` requests: records, those among them
            that are stale (``bogus stale``), and that name somebody and are not (``bogus astray``).
        examples: of each difference, a few.
    """

    name: str
    ours: int = 0
    reference: int = 0
    differences: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[Any]] = field(default_factory=dict)

    def add(self, other: Account) -> None:
        """Takes the numbers of another account."""
        self.ours += other.ours
        self.reference += other.reference
        self.differences += other.differences
        self.reasons += other.reasons
        self.counts += other.counts

    def plain(self) -> dict[str, Any]:
        """The same as JSON has it."""
        # NOTE: dataclasses.asdict turns a Counter into a Counter of pairs before Python 3.12.
        counters = {name: dict(getattr(self, name)) for name in ("differences", "reasons", "counts")}
        return {
            "name": self.name,
            "ours": self.ours,
            "reference": self.reference,
            **counters,
            "examples": self.examples,
        }

    def differ(self, kind: str, example: Any) -> None:
        """Counts a difference and keeps the first examples of its kind."""
        self.differences[kind] += 1
        kept = self.examples.setdefault(kind, [])
        if len(kept) < _EXAMPLES:
            kept.append(example)


def compare(
    name: str, ours: Iterable[str], reference: Iterable[str], owners: Mapping[str, str] = MappingProxyType({})
) -> Account:
    """The account of one process.

    Args:
        name: of the process.
        ours: lines of our event file.
        reference: lines of the reference's file.
        owners: whose an id is: the mark of the request whose client sent it, or got it back.
    """
    account = Account(name)
    lines = list(ours)
    events, records = list(_objects(lines, account)), list(_objects(reference, account))
    account.ours, account.reference = len(events), len(records)
    account.counts["secrets"] = sum(any(secret in line for secret in SECRETS) for line in lines)
    _judge(events, account)
    _count_ids(events, records, account)
    _count_attribution(events, records, owners, account)
    _pair(events, records, account)
    return account


def _objects(lines: Iterable[str], account: Account) -> Iterator[_Row]:
    for line in lines:
        try:
            found = json.loads(line)
        except ValueError:
            found = None
        if isinstance(found, dict):
            yield found
        else:
            account.counts["broken"] += 1
            account.examples.setdefault("broken", []).append(line[:200])


def _judge(events: Sequence[_Row], account: Account) -> None:
    """Validity, losses and repetitions."""
    streams: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for event in events:
        problems = [f"{each.path}: {each.message}" for each in contract.check(event)]
        flag = event.get(contract.INVALID)
        if problems or flag:
            account.counts["invalid"] += 1
            account.reasons["; ".join([str(flag or "not flagged"), *problems])] += 1
        emitter = str(event["log.record.uid"]).partition("-")[0]
        streams[emitter, event["openstack.emitter.stream"]].add(event["openstack.emitter.sequence"])
        account.counts["truncated"] += "x.venus.truncated" in event
    account.counts["emitters"] = len(streams)
    account.counts["lost"] = sum(max(numbers) - len(numbers) for numbers in streams.values())
    account.counts["repeated"] = len(events) - len({event["log.record.uid"] for event in events})


def _count_ids(events: Sequence[_Row], records: Sequence[_Row], account: Account) -> None:
    names = ("openstack.request.id", "openstack.project.id", "openstack.resource.id")
    for kind, ours, theirs in zip(IDS, names, ("request_id", "project_id", "subject"), strict=True):
        account.counts[f"our {kind}"] = sum(bool(event.get(ours)) for event in events)
        account.counts[f"reference {kind}"] = sum(bool(record.get(theirs)) for record in records)


def _count_attribution(
    events: Sequence[_Row], records: Sequence[_Row], owners: Mapping[str, str], account: Account
) -> None:
    account.counts["flagged"] = sum(STALE in event for event in events)
    for record in records:
        account.counts["stale"] += record["stale"]
        if record["mark"].startswith(BOGUS):
            ids = [record[name] for name in ("request_id", "global_request_id")]
            # NOTE: keystone makes a context with an id of its own before it looks at the token; that is nobody's.
            strange = any(owners.get(each, record["mark"]) != record["mark"] for each in ids)
            astray = bool(record["user_id"] or record["project_id"] or strange)
            account.counts["bogus"] += 1
            account.counts["bogus stale"] += record["stale"]
            account.counts["bogus astray"] += astray and not record["stale"]
            if astray and not record["stale"]:
                account.examples.setdefault("bogus astray", []).append(record)


def _pair(events: Sequence[_Row], records: Sequence[_Row], account: Account) -> None:
    """Joins by process, thread and microsecond: equal ones first, then the rest in order, each difference said."""
    moments: defaultdict[tuple[Any, ...], tuple[list[_Row], list[_Row]]] = defaultdict(lambda: ([], []))
    for event in events:
        moments[event["process.pid"], event.get("thread.name"), event["@timestamp"]][0].append(_facts(event))
    for record in records:
        time = (_EPOCH + timedelta(microseconds=round(record["created"] * 1e6))).isoformat(timespec="microseconds")
        expected = _expected(record, account)
        moments[record["pid"], record["thread"], time.replace("+00:00", "Z")][1].append(expected)
    for ours, theirs in moments.values():
        for fact in list(ours):
            if fact in theirs:
                ours.remove(fact)
                theirs.remove(fact)
        for left, right in zip(ours, theirs):
            _differ(left, right, account)
        for left in ours[len(theirs) :]:
            account.differ("only ours", left)
        for right in theirs[len(ours) :]:
            account.differ("only reference", right)


def _facts(event: _Row) -> _Row:
    """What an event must have in common with the reference's record."""
    return {
        "logger": event["log.logger"],
        "level": event["severity_text"],
        "message": event["body"],
        "request": event.get("openstack.request.id"),
        "global request": event.get("openstack.request.global_id"),
        "project": event.get("openstack.project.id"),
        "user": event.get("user.id"),
        "stale": STALE in event,
    } | {name: True for name in ("x.venus.truncated", contract.INVALID) if name in event}


def _expected(record: _Row, account: Account) -> _Row:
    """What the event of a record must say."""
    account.counts["masked"] += any(secret in record["message"] for secret in SECRETS)
    account.counts["unformattable"] += bool(record["failure"])
    return {
        "logger": record["name"],
        "level": record["level"],
        "message": mask(well_formed(record["message"])),
        "request": record["request_id"] or None,
        "global request": record["global_request_id"] or None,
        "project": record["project_id"] or None,
        "user": record["user_id"] or None,
        "stale": record["stale"],
    } | ({contract.INVALID: True} if record["failure"] else {})


def _differ(ours: _Row, theirs: _Row, account: Account) -> None:
    cut = ours.get("x.venus.truncated") and theirs["message"].startswith(ours["message"])
    unformattable = ours.get(contract.INVALID) and theirs.get(contract.INVALID)
    for name in ("logger", "level", "message", "request", "global request", "project", "user", "stale"):
        if ours[name] != theirs[name] and not (name == "message" and (cut or unformattable)):
            account.differ(name, {"logger": ours["logger"], "ours": ours[name], "reference": theirs[name]})
