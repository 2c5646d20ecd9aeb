"""The text by a variable."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Manager:
    def sync(self, full):
        text = "Synchronizing all routers" if full else "Synchronizing changed routers"
        LOG.info(text)  # VLP214
        LOG.log(logging.INFO, "Updating statistics")  # VLP214
