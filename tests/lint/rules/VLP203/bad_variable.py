"""A driver that keeps the text of the error in a variable first."""
from oslo_log import log as logging

from cinder import exception

LOG = logging.getLogger(__name__)


class ReplicationManager:
    def start(self, partner):
        try:
            self.ssh.start_partnership(partner)
        except exception.VolumeDriverException as exc:
            reason = str(exc)
            self.last_error = reason
            LOG.warning(reason)  # VLP203
        except OSError as exc:
            failure = repr(exc)
            LOG.info(failure, resource=self.volume)  # VLP203
