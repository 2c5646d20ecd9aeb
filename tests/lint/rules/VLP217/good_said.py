"""What the values are."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Shell:
    def run(self, reply):
        LOG.debug("Reply: %s", reply)
        LOG.debug("Sent %(in)s, got %(out)s", {"in": reply.request, "out": reply.text})
