"""The line that ends an outage, at the level of the outage."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Service:
    def report_state(self):
        if self.model_disconnected:
            self.model_disconnected = False
            LOG.error("Recovered model server connection!")  # VLP219
        if self.retried:
            LOG.warning("Connection was re-established")  # VLP219
