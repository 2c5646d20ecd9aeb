"""What varies is an argument."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Proxy:
    def update(self, volume):
        details = self.get_status_or_message(volume)
        LOG.error("Backend reports %(details)s", {"details": details}, resource=volume)
        LOG.debug("Reply: %s", self.client.send(volume).text)
