"""A mapping that is made before."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Manager:
    def create(self, volume):
        told = {"volume": volume.name, "message": "created", "args": ()}
        LOG.info("Created volume", extra=told)  # VLP223
        LOG.warning("No process", extra={"process": None})  # VLP223
