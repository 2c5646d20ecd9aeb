"""Ids as positional arguments, in the shapes of neutron and cinder."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Plugin:
    def delete(self, context, port_id, network):
        LOG.debug("Deleted port %s", port_id)  # VLP207
        LOG.info("Network %s is empty now", network.id)  # VLP207
        LOG.info("Segment %s was released", network["segment_id"])  # VLP207
