"""A line break at the end, and one in a text that is put together."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


HEAD = "Command was run\n"


class Shell:
    def run(self, command):
        LOG.info(HEAD)  # VLP215
        LOG.debug("Output" + ":\n" + "%s", command.output)  # VLP215
