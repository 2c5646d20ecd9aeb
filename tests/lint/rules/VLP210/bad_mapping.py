"""In a mapping, by its message."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Driver:
    def map(self, lun, host):
        try:
            self.client.map(lun, host)
        except OSError as error:
            told = {"host": host, "error": error}
            LOG.exception("LUN of %(host)s is not mapped: %(error)s", told)  # VLP210
        except ValueError as error:
            LOG.exception("LUN is not mapped: %s", error.args[0])  # VLP210
