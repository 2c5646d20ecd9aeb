"""Plain texts."""
from oslo_log import log as logging

from glance.i18n import _

LOG = logging.getLogger(__name__)


class Cache:
    def prune(self):
        LOG.info("Image cache was pruned")
        if self.full:
            raise OSError(_("Image cache is full"))
