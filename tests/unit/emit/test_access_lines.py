"""Request lines that services write themselves: the event says how the request ended."""

from __future__ import annotations

import logging

import pytest

from venus_logging import EventFormatter
from venus_logging.emit.progress import SCENARIO

NOVA = (
    '%(REMOTE_ADDR)s "%(REQUEST_METHOD)s %(REQUEST_URI)s" status: %(status)s len: %(len)s'
    " microversion: %(microversion)s time: %(time).6f"
)
REQUEST = {
    "REMOTE_ADDR": "127.0.0.1",
    "REQUEST_METHOD": "POST",
    "REQUEST_URI": "/v2.1/servers?x=1",
    "status": "500",
    "len": 53,
    "microversion": "2.90",
    "time": 3.25,
}
SAID = {
    "client.address": "127.0.0.1",
    "http.request.method": "POST",
    "url.path": "/v2.1/servers",
    "http.response.status_code": 500,
    "http.response.body.size": 53,
    "openstack.api.microversion": "2.90",
    "openstack.operation.duration": 3.25,
    "openstack.operation.phase": "failure",
    "openstack.operation.outcome": "failure",
    "openstack.error.code": "common.api.server-error",
    "error.type": "500",
}
TAG = {"openstack.scenario.id": "common.api.access", "openstack.scenario.source": "rule", "severity_text": "INFO"}


def record(msg=NOVA, values=REQUEST, name="nova.api.openstack.requestlog", **extra):
    """A record as the service makes it."""
    return logging.getLogger("n").makeRecord(name, logging.INFO, "f.py", 1, msg, (values,), None, extra=extra)


def among(event, names):
    """What an event has of some names."""
    return {name: event[name] for name in names if name in event}


class TestRequestLine:
    def test_failure(self):
        """
        A 500 is a failure with all that its line says; its level stays the service's.
        """
        event = EventFormatter().event(record())

        assert (among(event, SAID | TAG), "x.venus.invalid" in event) == (SAID | TAG, False)

    def test_personal(self):
        """
        The client's address is a personal attribute here too.
        """
        event = EventFormatter("personal=drop").event(record())

        assert among(event, SAID) == {name: value for name, value in SAID.items() if name != "client.address"}

    def test_own_attributes(self):
        """
        What the call itself says wins.
        """
        event = EventFormatter().event(record(**{"http.response.status_code": 503}))

        assert event["http.response.status_code"] == 503

    def test_in_operation(self):
        """
        Inside an operation the line belongs to it, and still says how the request ended.
        """
        token = SCENARIO.set("compute.instance.create")
        event = EventFormatter().event(record())
        SCENARIO.reset(token)

        assert among(event, SAID | {"openstack.scenario.id": ""}) == SAID | {
            "openstack.scenario.id": "compute.instance.create"
        }

    @pytest.mark.parametrize(("status", "phase"), [(404, "success"), (500, "failure")])
    def test_returned(self, status, phase):
        """
        Cinder's line of an answer is a failure from 500 on.
        """
        values = {"url": "http://h/v3/volumes", "status": status}
        event = EventFormatter().event(
            record("%(url)s returned with HTTP %(status)s", values, "cinder.api.middleware.fault")
        )

        assert (event["openstack.operation.phase"], event["http.response.status_code"]) == (phase, status)

    def test_other_logger(self):
        """
        The same words of another logger are not read.
        """
        assert among(EventFormatter().event(record(name="nova.compute.manager")), SAID) == {}
