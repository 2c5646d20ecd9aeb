"""The service's tests with pytest: what it logs keeps the contract."""

from __future__ import annotations

import pytest
from oslo_context.context import RequestContext
from volumes import VolumeBusyError, attach, attach_badly

from venus_logging.errors import ContractError

pytest_plugins = ["venus_logging.testing.pytest_plugin"]
INSTANCE, VOLUME = "8f4c2d7b-9a1e-4c55-a3b0-1d2e3f405162", "2a0f6a1e-7c44-4f60-9a5e-0b8d1f3c5e77"


@pytest.fixture(autouse=True)
def request_context():
    """Every request of a service has one."""
    return RequestContext(overwrite=True)


def test_attach(captured_events):
    """An attachment starts, makes a step and succeeds."""
    attach(INSTANCE, VOLUME)

    captured_events.assert_conform()
    phases = [event["openstack.operation.phase"] for event in captured_events.of("compute.volume.attach")]
    assert phases == ["start", "step", "success"]


def test_busy(captured_events):
    """A volume that is busy is a failure with its error code."""
    with pytest.raises(VolumeBusyError):
        attach(INSTANCE, VOLUME, busy=True)

    captured_events.assert_conform()
    assert captured_events.events[-1]["openstack.error.code"] == "compute.volume.attach-failed"


def test_mistakes_are_found(captured_events):
    """In a test a wrong attribute is an error at once, and what is missing is listed."""
    with pytest.raises(ContractError, match=r"openstack\.volume\.colour"):
        attach_badly(INSTANCE)

    with pytest.raises(AssertionError, match=r"openstack\.volume\.id: compute\.volume\.attach carries it"):
        captured_events.assert_conform()
