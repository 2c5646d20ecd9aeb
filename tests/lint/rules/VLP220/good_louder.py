"""Failures at their level."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Cache:
    def store(self):
        if not self.driver.store():
            LOG.warning("Failed to store the cache")
        LOG.debug("Failed to find the cache, as usual")
