"""Failures at INFO."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Cache:
    def store(self):
        if not self.driver.store():
            LOG.info("Failed storing the cache")  # VLP220
        if self.driver.full:
            LOG.info("Unable to store more than %d images", self.most)  # VLP220
