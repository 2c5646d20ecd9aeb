"""Placeholders alone."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Shell:
    def run(self, reply, name):
        LOG.debug("%s", reply)  # VLP217
        LOG.debug("[%s]", name)  # VLP217
        LOG.debug(" - %s", name)  # VLP217
