"""print() beside a logger."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Debug:
    def __call__(self, req):
        print("*" * 40)  # VLP226
        for key in req.environ:
            print(key, "=", req.environ[key])  # VLP226
        LOG.debug("Request was shown")
