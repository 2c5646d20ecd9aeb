"""The format stands in a constant, the arguments in the call."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


MOVED = "Moved from %s to %s"


class Scheduler:
    def move(self, source, target):
        LOG.info(MOVED, source.host, target.host)  # VLP205
        text = "Weights of %s: %s"
        LOG.debug(text, source.host, source.weights)  # VLP205
