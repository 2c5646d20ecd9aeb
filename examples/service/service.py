"""A tiny service that logs as OpenStack's do: oslo.config, oslo.context, oslo.log, and not a word of venus-logging."""

from __future__ import annotations

import sys

from oslo_config import cfg
from oslo_context import context
from oslo_log import log

CONF = cfg.CONF
LOG = log.getLogger("volumes.api")


class NoBackendError(Exception):
    """No backend has room."""


def create_volume(volume_id: str, size: int) -> None:
    """Does what a request asks for, or fails."""
    LOG.info("creating a volume of %s GiB", size, resource={"type": "volume", "id": volume_id})
    if size > 100:
        raise NoBackendError(f"no backend has {size} GiB, password='hunter2'")


def answer(request_id: str, volume_id: str, size: int) -> None:
    """One request, with its context as keystonemiddleware would have made it."""
    context.RequestContext(request_id=request_id, user_id="alice", project_id="demo", overwrite=True)
    try:
        create_volume(volume_id, size)
    except NoBackendError:
        LOG.exception("volume %s could not be created", volume_id, resource={"type": "volume", "id": volume_id})


def main() -> None:
    """Serves two requests and ends."""
    log.register_options(CONF)
    CONF(sys.argv[1:], project="volumes")
    log.setup(CONF, "volumes")
    answer("req-00000000-0000-4000-8000-000000000001", "11111111-1111-4111-8111-111111111111", 10)
    answer("req-00000000-0000-4000-8000-000000000002", "22222222-2222-4222-8222-222222222222", 1000)


if __name__ == "__main__":
    main()
