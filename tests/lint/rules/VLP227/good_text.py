"""A text in parentheses is none."""
from oslo_log import log as logging

from cinder import exception
from cinder.i18n import _

LOG = logging.getLogger(__name__)


class Proxy:
    def check(self, target):
        msg = ("Missing information of the target, "
               "which was not found")
        LOG.error(msg)
        raise exception.VolumeBackendAPIException(data=_("No target"))
