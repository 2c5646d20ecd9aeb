"""Errors by their usual short names."""
from oslo_log import log as logging

from cinder import exception

LOG = logging.getLogger(__name__)


class Backup:
    def delete(self, backup):
        try:
            self.service.delete(backup)
        except exception.BackupDriverException as err:
            LOG.warning("Backup is kept: %(err)s", {"err": err})  # VLP206
        except OSError as exc:
            LOG.warning("Backup of %(host)s is kept: %(exc)s", {"host": backup.host, "exc": exc})  # VLP206
