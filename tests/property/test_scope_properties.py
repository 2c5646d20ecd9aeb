"""Nothing gets around a scope: a restricted question to all events answers as the question to one's own events."""

from __future__ import annotations

import os
from contextlib import ExitStack

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from venus_logging.analyse import chain, context, pivot, stats
from venus_logging.analyse.uid import resolve_uid
from venus_logging.errors import VenusError
from venus_logging.event.time import SECOND, from_ns, to_ns
from venus_logging.query import Query, Window, restrict
from venus_logging.query.tree import (
    COUNT,
    All,
    And,
    Bucket,
    Compare,
    Equal,
    Exists,
    Fields,
    Function,
    Limit,
    Not,
    Or,
    Prefix,
    Regex,
    Stats,
    Text,
    Top,
    Where,
    Wildcard,
)
from venus_logging.store import open as open_store
from venus_logging.store import stream
from venus_logging.testing import minimal_event

START = to_ns("2026-11-24T23:59:50Z")
MINE, THEIRS, PROJECT = "mine", "theirs", "openstack.project.id"
PROJECTS = (MINE, THEIRS, "mine2", "Mine", "", None, "mine|theirs")


def events():
    """Events of several projects that share requests, services and beginnings of uids; some have no project."""
    made = []
    for number in range(63):
        project = PROJECTS[number % len(PROJECTS)]
        made.append(
            minimal_event()
            | {
                "@timestamp": from_ns(START + number * SECOND // 2),
                "log.record.uid": f"{'ab' * 6}-{number}" if number % 3 else f"ab{number % 5}{number}",
                "openstack.record.number": number,
                "service.name": f"nova-{'abc'[number % 3]}",
                "host.name": f"h{number % 2}",
                "body": f"{'mine' if number % 2 else 'theirs'} event {number}",
                "openstack.request.id": f"req-{number % 4}",
                "openstack.operation.duration": number / 7,
                "user.roles": ["admin", str(project)],
                "x.project": str(project),
            }
            | ({} if project is None else {PROJECT: project})
            | ({"openstack.request.global_id": "req-g"} if number % 5 == 0 else {})
        )
    return made


@pytest.fixture(scope="module", params=["memory", "embedded", "opensearch"])
def stores(request, tmp_path_factory):
    """A store of all events, and one of the caller's own."""
    folder = tmp_path_factory.mktemp("scope")
    with ExitStack() as stack:
        opened = []
        for name in ("all", "own"):
            url = "memory:" if request.param == "memory" else str(folder / name)
            if request.param == "opensearch":
                cluster = request.getfixturevalue("cluster")
                url = f"opensearch://{cluster.host}/scope{os.getpid()}-{name}"
                stack.callback(cluster.remove, f"scope{os.getpid()}-{name}")
            store = stack.enter_context(open_store(url, "w"))
            own = [each for each in events() if name == "all" or each.get(PROJECT) == MINE]
            store.write(own, START + 3600 * SECOND)
            opened.append(store)
        yield opened


VALUES = st.sampled_from([*(each for each in PROJECTS if each is not None), "*", "nova-a", "req-1", "1"])
ORDERED = st.sampled_from([PROJECT, "user.roles", "service.name", "log.record.uid", "openstack.request.id"])
KEYWORDS = ORDERED | st.just("x.project")
LEAVES = st.one_of(
    st.just(All()),
    st.builds(Equal, KEYWORDS, VALUES),
    st.builds(Prefix, KEYWORDS, st.sampled_from(["m", "t", "ab", "nova", "mine"])),
    st.builds(Wildcard, KEYWORDS, st.sampled_from(["?*", "*e*", "?ine", "a?*"])),
    st.builds(Regex, KEYWORDS, st.sampled_from([".*", "mine|theirs", "[mt].*", "(a|b)+.*"])),
    st.builds(Compare, ORDERED, st.sampled_from(["<", ">=", ">"]), VALUES),
    st.builds(Exists, st.sampled_from([PROJECT, "x.none", "openstack.request.global_id"])),
    st.builds(Text, st.none(), st.sampled_from(["theirs", "mine", "event"])),
    st.builds(Wildcard, st.none(), st.sampled_from(["*ir?", "?ine*"])),
)
FILTERS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(Not),
        st.tuples(inner, inner).map(Or),
        st.tuples(inner, inner).map(And),
        inner.map(lambda item: Or((item, Not(item)))),
        inner.map(lambda item: Not(And((Equal(PROJECT, MINE), item)))),
    ),
    max_leaves=5,
)
DURATION = "openstack.operation.duration"
STAGES = st.sampled_from(
    [
        (Stats(by=(PROJECT,)),),
        (Stats(by=("x.project", "service.name")), Top(2)),
        (Stats((COUNT, Function("max", DURATION), Function("last", "body")), (Bucket(5),)), Where(Exists("count"))),
        (Stats((Function("count_distinct", PROJECT), Function("sum", DURATION), Function("first", "x.project"))),),
        (Stats(by=("user.roles",)), Where(Or((All(), Not(All()))))),
        (Fields((PROJECT, "log.record.uid")), Limit(4)),
        (Fields((PROJECT, "body")),),
    ]
)
WINDOWS = st.sampled_from([Window(), Window(START + 8 * SECOND), Window(START, START + 20 * SECOND)])
REQUESTS = st.sampled_from(["req-0", "3", "g", "req-g", "theirs"])
UIDS = st.integers(0, 62).map(lambda number: str(events()[number]["log.record.uid"]))


def said(answer):
    """An answer, or the error instead of it."""
    try:
        return answer()
    except VenusError as problem:
        return str(problem)


class TestScope:
    @settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
    @given(item=FILTERS, stages=STAGES, window=WINDOWS)
    def test_questions(self, stores, item, stages, window):
        """
        Searches with their totals and pages, tables, fields and streams see the caller's own events and no others.
        """
        answers = []
        for store, scope in zip(stores, ({"project_id": MINE}, {}), strict=True):
            query, table = (restrict(each, **scope) for each in (Query(item), Query(item, stages=stages)))
            first = store.search(query, window, limit=3)
            answers.append(
                [
                    first,
                    store.search(query, window, limit=3, order="oldest", after=first.next),
                    store.run(table, window),
                    store.fields(query, window),
                    pivot(store, (PROJECT, "service.name"), query, window, bucket=Bucket(60), limit=3),
                    stats(store, "user.roles", query, window),
                    list(stream(store, query, window, page=10)),
                ]
            )

        assert answers[0] == answers[1]

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(item=FILTERS, uid=UIDS, start=st.integers(1, 20), request_id=REQUESTS)
    def test_single(self, stores, item, uid, start, request_id):
        """
        Neither the id of an event, nor its beginning, nor that of a request leads to an event of another project.
        """
        answers = []
        for store in stores:
            scope = restrict(Query(item), project_id=MINE) if store is stores[0] else Query(item)
            answers.append(
                [
                    store.get(uid, scope),
                    said(lambda store=store, scope=scope: resolve_uid(store, uid[:start], scope)),
                    context(store, uid, before=3, after=3, scope=scope),
                    chain(store, request_id, scope=scope),
                    chain(store, request_id, limit=2, scope=scope),
                ]
            )

        assert answers[0] == answers[1]

    def test_unknown(self, stores):
        """
        A scope of a field that nobody knows lets nothing through.
        """
        with pytest.raises(VenusError):
            stores[0].search(restrict(Query(), project_di=MINE), Window())
