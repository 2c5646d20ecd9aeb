"""The markers of old releases."""
from oslo_log import log as logging

from glance.i18n import _, _LE, _LI, _LW

LOG = logging.getLogger(__name__)


class Cache:
    def prune(self):
        LOG.info(_LI("Image cache was pruned"))  # VLP212
        if self.full:
            LOG.warning(_LW("Image cache is at %d percent"), self.percent)  # VLP212
        try:
            self.driver.prune()
        except OSError:
            LOG.exception(_LE("Image cache could not be pruned"))  # VLP212
        LOG.debug(_("Image cache was looked at"))  # VLP212
