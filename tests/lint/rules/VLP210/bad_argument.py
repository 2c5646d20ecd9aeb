"""The exception as an argument beside its traceback."""
from oslo_log import log as logging

from cinder import exception

LOG = logging.getLogger(__name__)


class Driver:
    def unmap(self, lun):
        try:
            self.client.unmap(lun)
        except exception.VolumeBackendAPIException as error:
            LOG.exception("LUN is still mapped: %s", error)  # VLP210
        except OSError as error:
            LOG.error("LUN is still mapped: %s", str(error), exc_info=True)  # VLP210
