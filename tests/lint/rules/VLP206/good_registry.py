"""The registry's names."""
from oslo_log import log as logging

from cinder import exception

LOG = logging.getLogger(__name__)


class Backup:
    def delete(self, backup):
        try:
            self.service.delete(backup)
        except exception.BackupDriverException as error:
            LOG.warning("Backup of %(volume_id)s is kept: %(error)s", {"volume_id": backup.volume_id, "error": error})
