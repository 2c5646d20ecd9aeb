"""Names that every record has."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Manager:
    def create(self, volume):
        LOG.info("Created volume", extra={"name": volume.name})  # VLP223
        LOG.info("Moved volume", extra=dict(host=volume.host, module="mover"))  # VLP223
