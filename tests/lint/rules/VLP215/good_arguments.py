"""A break in an argument is the handler's business, and a backslash is none."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Zone:
    def show(self, lines):
        LOG.debug("Lines: %s", "\n".join(lines))
        LOG.debug(r"Path of the share: \\server\new")
