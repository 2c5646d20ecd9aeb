"""Behind a look at the level."""
from oslo_log import log as logging

from oslo_serialization import jsonutils

LOG = logging.getLogger(__name__)


class Client:
    def send(self, body):
        if LOG.isEnabledFor(logging.DEBUG):
            LOG.debug("Body: %s", jsonutils.dumps(body))
        LOG.debug("Body of %d bytes", len(body))
