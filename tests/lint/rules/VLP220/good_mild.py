"""What goes on by itself, and words that are no failure."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Agent:
    def poll(self):
        LOG.info("Failed to reach the agent, retrying in %d seconds", self.delay)
        LOG.info("Failed over to %s", self.host)
        LOG.info("Errors since the start: %d", self.count)
