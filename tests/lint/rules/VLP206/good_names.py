"""A driver that tells volumes by their names on the array, which are no ids."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Array:
    def rename(self, volume, host_name):
        vol_name = self.prefix + volume.name
        LOG.info("Renamed %(vol)s on %(server)s", {"vol": vol_name, "server": host_name})
        LOG.debug("Unmapped %(snap)s", {"snap": volume.get("display_name")})
