"""Words that only look like it."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Manager:
    def report(self):
        LOG.info("Nothing to do")
        LOG.info("Binding was refused")
        LOG.info("Missing volumes: %d", self.missing)
        LOG.warning("Retrying in %d seconds", self.delay)
