"""Positional arguments, as most of OpenStack writes them."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Manager:
    def attach(self, volume, mountpoint, host):
        LOG.debug("Mounting %s at %s", volume.name, mountpoint)  # VLP205
        LOG.info("Volume %s is attached on %s by %r",  # VLP205
                 volume.name, host, self.connector)
