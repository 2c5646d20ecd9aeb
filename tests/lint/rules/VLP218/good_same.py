"""The same text at the same level, and a traceback beside an error."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Agent:
    def bind(self, port):
        LOG.debug("Port is not bound")
        try:
            port.bind()
        except OSError:
            LOG.exception("Port could not be bound")

    def unbind(self, port):
        LOG.debug("Port is not bound")
        if not port.bound:
            LOG.error("Port could not be bound")
