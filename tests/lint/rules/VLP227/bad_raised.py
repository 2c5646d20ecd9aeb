"""A comma where a per cent sign was meant."""
from oslo_log import log as logging

from cinder import exception
from cinder.i18n import _

LOG = logging.getLogger(__name__)


class Proxy:
    def check(self, target, details):
        if target is None:
            msg = (_("Missing information of %(target)s"), {"target": target})
            LOG.error(msg)  # VLP227
            raise exception.VolumeBackendAPIException(data=msg)
        msg = _("Failed to unlock: %s"), details
        LOG.warning(msg)  # VLP227
