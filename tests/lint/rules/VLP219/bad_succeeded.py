"""A success at WARNING."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Task:
    def run(self):
        self.work()
        LOG.warning("Migration succeeded on %s", self.host)  # VLP219
        LOG.critical("Successfully evacuated %s", self.host)  # VLP219
