"""A failure that the code deals with, and says so, may be at INFO."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Driver:
    def find(self, volume):
        found = self.client.by_provider(volume.provider_id)
        if found is None:
            LOG.info("Failed to find the volume by its provider, attempting a list of all")
            found = self.client.search(volume.name)
        return found

    def refresh(self, cache):
        if not cache.write():
            LOG.info("Unable to refresh the cache, which may be healed automatically")
