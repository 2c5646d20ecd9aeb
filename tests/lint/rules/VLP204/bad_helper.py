"""Helpers that log and raise what they are given."""
from oslo_log import log as logging

from cinder import exception

LOG = logging.getLogger(__name__)


class Driver:
    def _raise_exception(self, msg):
        LOG.error(msg)  # VLP204
        raise exception.VolumeBackendAPIException(data=msg)

    def _check(self, result, message=None):
        if result.failed:
            LOG.error(message or result.output)  # VLP204
