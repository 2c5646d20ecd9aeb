"""Literals, also by a constant of the module and by a choice."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


GONE = "Backend is gone"


class Proxy:
    def update(self, volume, known):
        LOG.warning(GONE)
        LOG.info("Backend answered" if known else "Backend answered for the first time")
        text = "Statistics were updated"
        if volume.replicated:
            text = "Statistics and replicas were updated"
        LOG.debug(text)
