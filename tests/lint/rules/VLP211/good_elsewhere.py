"""Errors outside of a clause, and lesser levels inside."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Driver:
    def connect(self):
        try:
            self.client.login()
        except OSError:
            LOG.warning("Array does not answer, trying the second address")
        if not self.client.alive:
            LOG.error("Array has no second address")
