"""One argument, a width that is one, and per cent signs that are none."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Manager:
    def report(self, share, name):
        LOG.info("Volume group %s was found", name)
        LOG.debug("Used: 80%% of the pool, %d%% of the reserve", share)
        LOG.debug("No arguments: %d%% of %s")  # noqa: VLP208
