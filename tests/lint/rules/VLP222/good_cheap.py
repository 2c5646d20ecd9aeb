"""Cheap arguments, and work at levels that are on."""
from oslo_log import log as logging

from oslo_serialization import jsonutils

LOG = logging.getLogger(__name__)


class Client:
    def send(self, body):
        LOG.debug("Body: %s", body)
        LOG.warning("Refused: %s", jsonutils.dumps(body))
