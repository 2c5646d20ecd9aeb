"""The module's name, also by an adapter."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)
CHILD = logging.getLogger(__name__ + ".child")


class Manager:
    def start(self):
        LOG.info("Started")
