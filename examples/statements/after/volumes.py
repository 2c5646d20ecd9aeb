"""A tiny service, after its upgrade."""

from __future__ import annotations

import logging

LOG = logging.getLogger("example.volumes")


def attach(instance_id: str, volume_id: str) -> None:
    """Attaches a volume to an instance."""
    LOG.info("Attaching the volume %(volume)s", {"volume": volume_id})
    LOG.error("The volume was busy")


def detach(volume_id: str) -> None:
    """Takes a volume away."""
    message = f"Detached {volume_id}"
    LOG.info(message)
