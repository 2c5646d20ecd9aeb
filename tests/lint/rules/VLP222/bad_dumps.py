"""Bodies as JSON."""
from oslo_log import log as logging

from oslo_serialization import jsonutils

LOG = logging.getLogger(__name__)


class Client:
    def send(self, body):
        LOG.debug("Body: %s", jsonutils.dumps(body))  # VLP222
        reply = self.session.post(body)
        LOG.debug("Reply: %(reply)s", {"reply": reply.obj.to_dict()})  # VLP222
