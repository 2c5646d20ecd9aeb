"""Messages that come out of calls and attributes."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Proxy:
    def update(self, volume):
        details = self.get_status_or_message(volume)
        LOG.error(details)  # VLP204
        reply = self.client.send(volume)
        LOG.debug(reply.text)  # VLP204
        for line in reply.lines:
            LOG.debug(line)  # VLP204
