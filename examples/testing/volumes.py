"""A tiny service: it attaches a volume, and says so in typed events."""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import TYPE_CHECKING

from venus_logging import operation

if TYPE_CHECKING:
    from venus_logging.emit.operation import ErrorCodes

LOG = logging.getLogger("example.volumes")


class VolumeBusyError(Exception):
    """The volume is attached elsewhere."""


def attach(instance_id: str, volume_id: str, *, busy: bool = False) -> None:
    """Attaches a volume to an instance.

    Args:
        instance_id: the instance.
        volume_id: the volume.
        busy: whether somebody else has the volume.

    Raises:
        VolumeBusyError: somebody else has it.
    """
    instance = SimpleNamespace(uuid=instance_id)
    codes: ErrorCodes = {VolumeBusyError: "compute.volume.attach-failed"}
    about = {"openstack.volume.id": volume_id}
    with operation("compute.volume.attach", resource=instance, attributes=about, logger=LOG, error_codes=codes) as work:
        if busy:
            raise VolumeBusyError(volume_id)
        work.step("reserved the volume")


def attach_badly(instance_id: str) -> None:
    """Forgets the volume, and invents an attribute."""
    with operation("compute.volume.attach", resource=SimpleNamespace(uuid=instance_id), logger=LOG) as work:
        work.set({"openstack.volume.colour": "blue"})
