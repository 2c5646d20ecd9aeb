"""What is about to be done, at INFO."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Manager:
    def start(self, host):
        LOG.info("Starting volume driver of %s", host)  # VLP214
        self.driver.start()
        LOG.info("* Resuming deletes", resource=self)  # VLP214
