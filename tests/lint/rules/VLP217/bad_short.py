"""A letter or two."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Shell:
    def run(self, reply):
        LOG.debug("Cmd %s", reply)  # VLP217
        LOG.debug("%(in)s => %(out)s", {"in": reply.request, "out": reply.text})  # VLP217
