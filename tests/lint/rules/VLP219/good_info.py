"""Recoveries at INFO."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Service:
    def report_state(self):
        LOG.info("Recovered model server connection")
        LOG.info("Connection was re-established")
        LOG.debug("Reconnected")
