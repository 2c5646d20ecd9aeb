"""A name that is used again after the clause, and a text of an object that is no exception."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Agent:
    MESSAGE = "Agent is gone"

    def poll(self):
        try:
            self.rpc.report()
        except TimeoutError as error:
            self.state = error
        error = "No answer of the agent"
        LOG.warning(error)
        LOG.warning(self.MESSAGE)
