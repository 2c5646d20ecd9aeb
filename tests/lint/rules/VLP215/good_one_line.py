"""One line over several literals."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Zone:
    def show(self, options):
        LOG.debug("Options of the zone, as the fabric has them: "
                  "%s", options)
        LOG.debug("""Zones were read""")
