"""Names that the registry makes attributes of, and arguments that are no ids."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Manager:
    def detach(self, volume, port):
        LOG.info("Detached %(volume_id)s", {"volume_id": volume.id})
        LOG.debug("Unbound %(port_id)s on %(host)s", {"port_id": port["id"], "host": self.host})
        LOG.debug("Width: %d", volume.width)
