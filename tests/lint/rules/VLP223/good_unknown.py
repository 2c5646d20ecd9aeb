"""A mapping that nobody knows before run time."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Manager:
    def create(self, volume, extra):
        LOG.info("Created volume", extra=extra)
        LOG.info("Moved volume", extra={**extra, "volume_name": volume.name})
