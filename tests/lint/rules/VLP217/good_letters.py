"""Letters of any script, and a word is enough."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Shell:
    def done(self):
        LOG.debug("Done")
        LOG.debug("année %s", self.year)
