"""A logger that is called like the program."""
from oslo_log import log as logging

LOG = logging.getLogger("cinder")  # VLP221


class Manager:
    def start(self):
        LOG.info("Started")
