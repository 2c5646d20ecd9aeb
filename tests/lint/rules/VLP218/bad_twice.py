"""One text, two levels."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Agent:
    def bind(self, port):
        if port is None:
            LOG.warning("Port is not bound")
            return
        self.bound.append(port)

    def unbind(self, port):
        if port not in self.bound:
            LOG.debug("Port is not bound")  # VLP218
