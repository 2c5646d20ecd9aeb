"""In other words."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Agent:
    def poll(self):
        LOG.info("Could not reach the agent on %s", self.host)  # VLP220
        LOG.info("Error: the agent does not answer")  # VLP220
