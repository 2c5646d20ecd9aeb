"""A mapping with names."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Manager:
    def attach(self, volume, mountpoint):
        LOG.debug("Mounted %(volume)s at %(mountpoint)s", {"volume": volume, "mountpoint": mountpoint})
        told = {"host": self.host, "count": len(self.volumes)}
        LOG.info("Host %(host)s has %(count)d volumes", told)
