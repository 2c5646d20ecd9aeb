"""The exception is an argument, or is written by LOG.exception."""
from oslo_log import log as logging

from cinder import exception

LOG = logging.getLogger(__name__)


class ReplicationManager:
    def start(self, partner):
        try:
            self.ssh.start_partnership(partner)
        except exception.VolumeDriverException as error:
            LOG.warning("No partnership with %(partner)s: %(error)s", {"partner": partner, "error": error})
        except OSError:
            LOG.exception("No partnership")
