"""A tiny service, before its upgrade."""

from __future__ import annotations

import logging

LOG = logging.getLogger("example.volumes")


def attach(instance_id: str, volume_id: str) -> None:
    """Attaches a volume to an instance."""
    LOG.info("Attaching volume %(volume)s to %(instance)s", {"volume": volume_id, "instance": instance_id})
    LOG.warning("The volume was busy")


def detach(volume_id: str) -> None:
    """Takes a volume away."""
    LOG.info("Detached %s", volume_id)
