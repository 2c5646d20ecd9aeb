"""What only sounds like a success."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Task:
    def run(self):
        LOG.warning("Volume was not successfully detached")
        LOG.error("Recovered from nothing: no backup")
        LOG.warning("Successfully attached, but the old path is still there")
