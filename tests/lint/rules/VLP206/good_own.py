"""Names for things that the registry has no name for, and positional arguments."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Array:
    def check(self, pool, err):
        LOG.debug("Pool %(pool)s has %(free)s GB", {"pool": pool.name, "free": pool.free})
        LOG.debug("Exit status %s", err)
