"""Texts that differ, and a level that only the run time knows."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Agent:
    def bind(self, port, level):
        LOG.log(level, "Port was looked at")
        LOG.debug("Port was looked at")
        LOG.warning("Port is not bound yet")
        LOG.debug("Port is bound")
