"""A heading and what stands below it."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Zone:
    def show(self, options):
        LOG.debug("Options:\n%s", options)  # VLP215
        LOG.info("Fabric zones\r\n were read")  # VLP215
