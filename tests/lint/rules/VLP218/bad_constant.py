"""By a constant."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


GONE = "Agent on %s is gone"


class Agents:
    def check(self, host):
        LOG.info(GONE, host)

    def fail(self, host):
        LOG.error(GONE, host)  # VLP218
