"""Work inside of other calls."""
from oslo_log import log as logging

import pprint

from lxml import etree

LOG = logging.getLogger(__name__)


class Domain:
    def define(self, xml, zones):
        LOG.debug("Domain: %s", etree.tostring(xml, encoding="unicode"))  # VLP222
        LOG.debug("Zones: %s", str(pprint.pformat(zones)).strip())  # VLP222
