"""Scores and findings on oslo.log's JSON of a real cloud, beside a count with the standard library."""

from __future__ import annotations

import gzip
import json
from dataclasses import asdict

import pytest
import scan

from venus_logging.cli._options import Settings
from venus_logging.cli._rows import Rows
from venus_logging.ingest import Options
from venus_logging.lint import Scores, Statements, examine

SERVICES = ("nova-conductor", "keystone", "cinder-volume", "nova-compute-2")
PLANTED = ("HUNTER2SECRET", "I2Nsb3VkLWNvbmZpZwpwYXNzd29yZDogSFVOVEVSMlNFQ1JFVAo", "METASECRET42")


def log(service):
    """The JSON log of a service."""
    return scan.DATA / "run-json" / f"{service}.log.gz"


def counted(service):
    """Records, notable ones, errors, and percents of request, project and traceback, as the lines themselves say."""
    with gzip.open(log(service), "rt") as lines:
        rows = [json.loads(line) for line in lines]
    notable = [row for row in rows if row["levelno"] >= 20]
    errors = [row for row in rows if row["levelno"] >= 40]
    contexts = [row["context"] or {} for row in notable]
    request = sum(bool(each.get("request_id") or each.get("global_request_id")) for each in contexts)
    project = sum(bool(each.get("project_id")) for each in contexts)
    return {
        "records": len(rows),
        "notable": len(notable),
        "errors": len(errors),
        "request": round(100 * request / len(notable), 1),
        "project": round(100 * project / len(notable), 1),
        "errors_exception": round(100 * sum(bool(row.get("traceback")) for row in errors) / len(errors), 1),
        "valid": 0.0,
        "unreadable": 0,
    }


def examined(service):
    """Every record of a service with what is wrong with it."""
    return examine(Rows([str(log(service))], "", Settings(), Options("node-1")))


class TestScores:
    @pytest.mark.parametrize("service", SERVICES)
    def test_same(self, service):
        """
        The score of a service has the shares that its lines have.
        """
        scores = Scores()
        for each in examined(service):
            scores.add(each)

        (found,) = scores.scores()
        expected = counted(service)
        assert {name: value for name, value in asdict(found).items() if name in expected} == expected


class TestSecrets:
    def test_planted(self):
        """
        The planted secrets of a dumped object are found, and shown nowhere.
        """
        statements = Statements()
        for each in examined("nova-compute-2"):
            statements.add(each)

        worst = statements.worst()
        shown = "".join(str(asdict(each)) for each in worst)
        assert [(each.rule, each.attribute, each.count) for each in worst if each.rule == "VLE107"] == [
            ("VLE107", "extra", 328)
        ]
        assert [secret for secret in PLANTED if secret in shown] == []
