"""Named arguments of a message: those that the registry knows beyond doubt become attributes."""

from __future__ import annotations

from collections import UserString
from types import SimpleNamespace

import pytest

VOLUME = "0a6f0d0e-57ad-4d1b-8f0c-53a4e1b3d7c2"
OTHER = "6f1c0d5e-8a3b-4c55-9a53-0c6d4a1e2b7f"
SECRET = "s3cr3t"
ATTRIBUTES = (
    "openstack.volume.id", "openstack.instance.id", "openstack.network.type", "openstack.network.segmentation_id",
    "openstack.instance.vm_state", "x.venus.invalid",
)  # fmt: skip


class Shouted(str):
    """A text that lies about itself."""

    __slots__ = ()

    def __str__(self) -> str:
        return "lie"

    def __len__(self) -> int:
        return 10**9


class Remote:
    """An object of a client, which asks its server for what it does not have."""

    def __init__(self) -> None:
        self.id = VOLUME

    def __getattr__(self, name):
        raise AssertionError(f"asked its server for {name}")

    def __repr__(self) -> str:
        return "<Volume>"


def own(event):
    """What the arguments made of an event."""
    return {name: event[name] for name in ATTRIBUTES if name in event}


class TestArguments:
    @pytest.mark.parametrize(
        ("message", "arguments", "expected"),
        [
            ("Attaching %(volume_id)s", {"volume_id": VOLUME}, {"openstack.volume.id": VOLUME}),
            ("Attaching %(vol_id)s", {"vol_id": VOLUME.upper()}, {"openstack.volume.id": VOLUME}),
            ("Attaching %(volume)r", {"volume": SimpleNamespace(id=VOLUME)}, {"openstack.volume.id": VOLUME}),
            ("Attaching %(volume)s", {"volume": {"id": VOLUME, "key": SECRET}}, {"openstack.volume.id": VOLUME}),
            ("Attaching %(volume)s", {"volume": Remote()}, {"openstack.volume.id": VOLUME}),
            ("%(instance)s", {"instance": SimpleNamespace(id=7, uuid=OTHER)}, {"openstack.instance.id": OTHER}),
            ("%(vm_state)s", {"vm_state": Shouted("active")}, {"openstack.instance.vm_state": "active"}),
            (
                "%(network_type)s, %(segmentation_id)d",
                {"network_type": "vxlan", "segmentation_id": 7},
                {"openstack.network.type": "vxlan", "openstack.network.segmentation_id": 7},
            ),
            (
                "%(volume)s is %(volume_id)s",
                {"volume": SimpleNamespace(id=VOLUME), "volume_id": VOLUME},
                {"openstack.volume.id": VOLUME},
            ),
        ],
    )
    def test_taken(self, emitted, message, arguments, expected):
        """
        An argument that the message names is the attribute of its name: an object is its UUID.
        """
        emitted.log.info(message, arguments)

        assert own(emitted.event) == expected

    @pytest.mark.parametrize(
        ("message", "arguments"),
        [
            ("Attaching %(volume)s", {"volume": "vol-1"}),
            ("Attaching %(volume)s", {"volume": SimpleNamespace(id=7)}),
            ("Attaching", {"volume_id": VOLUME}),
            ("Attaching to %(host)s", {"host": "h1", "volume_id": VOLUME}),
            ("%(volume)s replaces %(volume_id)s", {"volume": OTHER, "volume_id": VOLUME}),
            ("segment %(segmentation_id)s", {"segmentation_id": "many"}),
            ("segment %(segmentation_id)s", {"segmentation_id": True}),
            ("segment %(segmentation_id)s", {"segmentation_id": 2**70}),
            ("state %(vm_state)s", {"vm_state": "v" * 2000}),
            ("state %(vm_state)s", {"vm_state": UserString("active")}),
            ("%(password)s of %(user_id)s", {"password": SECRET, "user_id": "u"}),
            ("Attaching %s", (VOLUME,)),
        ],
    )
    def test_left(self, emitted, message, arguments):
        """
        What is not named, does not fit or contradicts another argument is left out, and is no damage.
        """
        emitted.log.info(message, *arguments if isinstance(arguments, tuple) else (arguments,))

        assert own(emitted.event) == {}

    def test_call_goes_first(self, emitted):
        """
        What the call itself gave the attribute is what counts.
        """
        emitted.log.info("Attaching %(volume_id)s", {"volume_id": VOLUME}, extra={"openstack.volume.id": OTHER})

        assert own(emitted.event) == {"openstack.volume.id": OTHER}

    def test_typed(self, emitted):
        """
        A typed event says its attributes itself: an argument of another kind would not be allowed in it.
        """
        extra = {"event_name": "network.port.bind", "openstack.operation.name": "network.port.bind"}
        emitted.log.info("Binding for %(volume_id)s", {"volume_id": VOLUME}, extra=extra)

        assert "openstack.volume.id" not in emitted.event

    def test_masked(self, emitted):
        """
        A secret inside an argument is masked there as it is in the body.
        """
        emitted.log.info("state %(vm_state)s", {"vm_state": f"password={SECRET}"})

        assert own(emitted.event) == {"openstack.instance.vm_state": "password=***"}

    @pytest.mark.parametrize("position", [0, 1])
    def test_order(self, emitted, text_at, position):
        """
        A text formatter before or after ours makes no difference.
        """
        text_at(position)
        emitted.log.info(
            "Attaching %(volume)s", {"volume": SimpleNamespace(id=VOLUME)}, instance={"uuid": OTHER, "name": "vm"}
        )
        got = emitted.event
        subject = (got["openstack.resource.type"], got["openstack.resource.id"])
        assert (own(got), subject) == ({"openstack.volume.id": VOLUME}, ("compute.instance", OTHER))
