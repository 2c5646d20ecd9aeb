"""Containers as messages."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Shell:
    def run(self, command):
        LOG.debug(["ssh", command])  # VLP227
        LOG.debug({"command": command})  # VLP227
        LOG.debug(("Command", command))  # VLP227
