"""The text of the exception, and nothing of where it came from."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Plugin:
    def sync(self, agents):
        for agent in agents:
            try:
                agent.sync()
            except (OSError, ValueError) as error:
                if agent.alive:
                    LOG.error("Agent is out of sync: %s", error)  # VLP211
