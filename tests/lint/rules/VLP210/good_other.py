"""Another exception than the one that is handled."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Driver:
    def retry(self, lun):
        for error in self.errors:
            LOG.debug("Before: %s", error)
        try:
            self.client.unmap(lun)
        except OSError:
            LOG.exception("LUN is still mapped after %s", self.errors[-1])
