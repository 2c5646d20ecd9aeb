"""What a log call may add to its event, and what stays inside the process."""

from __future__ import annotations

import logging
from decimal import Decimal

import pytest

from venus_logging import EventFormatter


class TestExtras:
    def test_free(self, emitted, said):
        """
        Scalars under x. leave as they are.
        """
        extra = {"x.team": "blue", "x.ratio": 0.5, "x.count": 3, "x.late": True, "x.cells.name": "c1"}
        emitted.log.info("m", extra=extra)

        assert emitted.event == said("m") | extra

    def test_attributes(self, emitted, said):
        """
        Attributes of the contract leave under their names.
        """
        extra = {"openstack.attempt": 2, "openstack.volume.id": "v1", "openstack.operation.duration": 0.25}
        emitted.log.info("m", extra=extra)

        assert emitted.event == said("m") | extra

    def test_others(self, emitted, said):
        """
        What neither the contract nor x. knows stays inside, however it was given.
        """
        emitted.log.info("m", extra={"nova.internal": 1, "flavor": "m1"}, image={"id": 1}, user_data="s3cr3t")

        assert emitted.event == said("m")

    @pytest.mark.parametrize("value", [{"a": 1}, ["a"], None, b"a", object(), {1}, Decimal(1)], ids=repr)
    def test_no_scalar(self, emitted, said, value):
        """
        A value under x. that is no scalar is left out, and the event says so.
        """
        emitted.log.info("m", extra={"x.v": value})

        assert emitted.event == said("m") | {"x.venus.invalid": f"x.v: {type(value).__name__} is not a scalar"}

    def test_identity(self, emitted):
        """
        Who emits, when and under which uid is not for a log call to say.
        """
        given = {"log.record.uid": "mine", "service.name": "mine", "host.name": "mine", "openstack.record.number": 0}
        emitted.log.info("m", extra=given)
        (event,) = emitted.events

        assert {name for name, value in given.items() if event[name] == value} == set()

    def test_wrong_type(self, emitted, said):
        """
        A value of the wrong type is left out, and the event says what is wrong.
        """
        emitted.log.info("m", extra={"openstack.attempt": "two"})

        assert emitted.event == said("m") | {"x.venus.invalid": "openstack.attempt: expected a number"}

    def test_wrong_name(self, emitted):
        """
        A free name that the contract refuses is said.
        """
        emitted.log.info("m", extra={"x.Team": "blue"})

        assert emitted.event["x.venus.invalid"].startswith("x.Team: ")

    def test_json_default(self):
        """
        A caller's function makes scalars of values that are none.
        """
        record = logging.makeLogRecord(
            {"name": "n", "msg": "m", "levelno": 20, "levelname": "I", "x.v": Decimal("1.5")}
        )
        event = EventFormatter(json_default=str).event(record)

        assert (event["x.v"], "x.venus.invalid" in event) == ("1.5", False)

    def test_json_default_kept_apart(self):
        """
        Formatters that treat values differently do not share an event.
        """
        record = logging.makeLogRecord(
            {"name": "n", "msg": "m", "levelno": 20, "levelname": "I", "x.v": Decimal("1.5")}
        )
        EventFormatter().event(record)

        assert EventFormatter(json_default=str).event(record)["x.v"] == "1.5"


class TestSecrets:
    @pytest.mark.parametrize("name", ["x.admin_pass", "x.password", "x.auth_token", "x.user_data", "x.api_key"])
    def test_name(self, emitted, name):
        """
        A value under a secret's name does not leave.
        """
        emitted.log.info("m", extra={name: "s3cr3t"})

        assert "s3cr3t" not in emitted.lines[0]

    @pytest.mark.parametrize("name", ["x.note", "openstack.volume.id"])
    def test_value(self, emitted, name):
        """
        A secret inside a value is masked.
        """
        emitted.log.info("m", extra={name: '{"password": "s3cr3t"}'})

        assert emitted.event[name] == '{"password": "***"}'

    @pytest.mark.parametrize("name", ["admin_pass", "body", "password", "auth_token"])
    def test_keyword(self, emitted, said, name):
        """
        A keyword of the call stays inside, secret or not.
        """
        emitted.log.info("m", **{name: '{"password": "s3cr3t"}'})

        assert emitted.event == said("m")
