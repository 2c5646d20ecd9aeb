"""Resources by a driver's own names."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Array:
    def clone(self, volume, snapshot):
        told = {"vol": volume, "pool": volume.pool}
        LOG.debug("Cloned %(vol)s into %(pool)s", told)  # VLP206
        LOG.debug("Removed %(snap)s", {"snap": snapshot})  # VLP206
