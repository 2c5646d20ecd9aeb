"""The logger of the module, and a file that print() writes."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Report:
    def write(self, file):
        print("Report", file=file)
        LOG.info("Report was written")
