"""A failed check that is no exception."""
from oslo_log import log as logging

from cinder import exception

LOG = logging.getLogger(__name__)


class Agent:
    def check(self):
        if self.conf.resync_throttle > self.conf.resync_interval:
            LOG.exception("resync_throttle must be at most resync_interval")  # VLP209
            raise exception.InvalidConfigurationOption(opt_name="resync_throttle")
        if not self.nodes:
            LOG.error("No node is known", exc_info=True)  # VLP209
