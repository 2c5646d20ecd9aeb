"""Containers as arguments."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Shell:
    def run(self, command):
        LOG.debug("Command: %s", ["ssh", command])
        pair = ("Command: %s", command)
        LOG.debug(*pair)
