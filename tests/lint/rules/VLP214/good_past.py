"""What was done, and what is being done at DEBUG."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Manager:
    def start(self, host):
        LOG.debug("Starting volume driver of %s", host)
        self.driver.start()
        LOG.info("Started volume driver of %s", host)
