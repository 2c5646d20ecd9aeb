"""An error that is said and raised as another."""
from oslo_log import log as logging

from cinder import exception

LOG = logging.getLogger(__name__)


class Driver:
    def connect(self):
        try:
            self.client.login()
        except OSError:
            LOG.error("Array does not answer")  # VLP211
            raise exception.VolumeDriverException(reason="no login")
