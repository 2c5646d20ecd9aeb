"""A traceback alone, or the exception alone."""
from oslo_log import log as logging

from cinder import exception

LOG = logging.getLogger(__name__)


class Driver:
    def unmap(self, lun):
        try:
            self.client.unmap(lun)
        except exception.VolumeBackendAPIException:
            LOG.exception("LUN is still mapped")
        except OSError as error:
            LOG.warning("LUN is still mapped: %s", error)
