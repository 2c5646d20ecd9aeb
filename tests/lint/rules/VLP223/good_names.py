"""Names of one's own."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Manager:
    def create(self, volume):
        LOG.info("Created volume", extra={"volume_name": volume.name, "volume_host": volume.host})
