"""Scores of services, and the worst statements."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from venus_logging.lint import Foreign, Scores, Statements, examine
from venus_logging.lint.scores import ALL, SHARES, Score
from venus_logging.testing import minimal_event


@dataclass(frozen=True)
class Reject:
    reason: str = "broken"


def event(service="nova-api", number=9, name="INFO", **values):
    """An event of a service; in names of values ``__`` stands for a dot."""
    named = {key.replace("__", "."): value for key, value in values.items()}
    return {**minimal_event(), "service.name": service, "severity_number": number, "severity_text": name, **named}


FULL = event(
    openstack__request__id="req-b9000564-fe1a-409b-b8cc-1e88b294cd1d",
    openstack__project__id="049f9e02c8a346989b0688ea06e48b1d",
    openstack__resource__type="instance",
    openstack__resource__id="4b3b3578-3e6c-49e7-9d18-eec7c518457a",
    openstack__scenario__id="compute.instance.create",
    log__template__id="0123456789abcdef",
)
ERROR = event(number=17, name="ERROR", exception__type="ValueError", exception__message="no")


def scored(*rows):
    """The scores of some rows."""
    scores = Scores()
    for examined in examine(("a", number, row) for number, row in enumerate(rows, 1)):
        scores.add(examined)
    return scores.scores()


def worst(*rows):
    """The worst statements of some rows."""
    statements = Statements()
    for examined in examine(("a", number, row) for number, row in enumerate(rows, 1)):
        statements.add(examined)
    return statements.worst()


class TestScores:
    def test_whole(self):
        """
        A service's row has counts, the shares of its notable records, and the mean of six shares.
        """
        rows = [FULL, ERROR, event(number=5, name="DEBUG"), event(colour="red")]

        assert scored(*rows) == [
            Score(
                service="nova-api",
                records=4,
                notable=3,
                errors=1,
                unreadable=0,
                request=33.3,
                project=33.3,
                resource=33.3,
                scenario=33.3,
                template=33.3,
                valid=75.0,
                score=40.2,
                errors_request=0.0,
                errors_exception=100.0,
                tracebacks=1000.0,
                secrets=0,
            )
        ]

    def test_order(self):
        """
        The worst service is first, all of them together last.
        """
        assert [each.service for each in scored(FULL, event("cinder-api"), FULL)] == ["cinder-api", "nova-api", ALL]

    def test_foreign(self):
        """
        Lines of another format are not valid, but what can be made of them is counted.
        """
        (score,) = scored(Foreign(FULL, "oslo.log's JSON"))

        assert (score.request, score.valid, score.score) == (100.0, 0.0, 83.3)

    def test_typed_id(self):
        """
        The id of what a typed event is about is a resource; the request id of a peer is none.
        """
        rows = (event(openstack__volume__id="7"), event("b", openstack__peer_request__id="req-b9000564"))

        assert {each.service: each.resource for each in scored(*rows)} == {"b": 0.0, "nova-api": 100.0, ALL: 50.0}

    def test_nothing(self):
        """
        Where there is nothing to share, there is no number; lines that are no record are counted.
        """
        (score,) = scored(Reject())

        assert (score.records, score.unreadable, score.request, score.valid, score.tracebacks) == (
            0,
            1,
            None,
            0.0,
            None,
        )

    def test_empty(self):
        """
        No rows, no scores.
        """
        assert scored() == []

    @given(st.lists(st.sampled_from([FULL, ERROR, event(), event("b"), event("b", 5, "DEBUG"), Reject()]), max_size=9))
    def test_all(self, rows):
        """
        The counts over all are the sums of the services, and no share is outside 0 to 100.
        """
        found = scored(*rows)

        total = next((each for each in found if each.service == ALL), found[0] if found else None)
        parts = [each for each in found if each.service != ALL]
        assert total is None or (total.records, total.unreadable) == (
            sum(each.records for each in parts),
            sum(each.unreadable for each in parts),
        )
        assert all(0 <= (getattr(each, name) or 0) <= 100 for each in found for name in (*SHARES, "score"))


class TestWorst:
    def test_together(self):
        """
        Findings of one statement are one row: how many, of how many, and where the first stands.
        """
        bad = event(body="Took 7 seconds")
        rows = [bad, bad | {"body": "Took 12 seconds"}, {**FULL, "body": "Took 3 seconds"}]

        (row,) = worst(*rows)

        assert (row.rule, row.statement, row.count, row.of, round(row.share, 2), row.path, row.line) == (
            "VLE106",
            "Took # seconds",
            2,
            3,
            0.67,
            "a",
            1,
        )

    def test_order(self):
        """
        Errors are first, then what is most frequent.
        """
        rows = [event(body="a"), event(body="b"), event(body="b"), FULL | {"colour": "red"}]

        assert [(each.rule, each.count) for each in worst(*rows)] == [("VLE103", 1), ("VLE106", 2), ("VLE106", 1)]

    def test_whole_lines(self):
        """
        What is wrong with the lines of a service is one row for the service.
        """
        rows = [Foreign(FULL | {"body": text}, "oslo.log's JSON", '{"user_data":"aHVudGVyMg=="}') for text in "ab"]

        assert [
            (each.rule, each.service, each.logger, each.statement, each.count, each.of) for each in worst(*rows)
        ] == [
            ("VLE101", "nova-api", "", "", 2, 2),
            ("VLE107", "nova-api", "", "", 2, 2),
        ]

    def test_template(self):
        """
        A template names the statement where there is one, its first line.
        """
        rows = [event(body=text, log__template__text="Took %s\nseconds") for text in ("Took a", "Took b")]

        assert [(each.statement, each.count) for each in worst(*rows)] == [("Took %s", 2)]
