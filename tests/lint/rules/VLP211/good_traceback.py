"""With exc_info or by LOG.exception."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Driver:
    def connect(self):
        try:
            self.client.login()
        except TimeoutError:
            LOG.error("Array does not answer", exc_info=True)
        except OSError:
            LOG.exception("Array refuses the login")
