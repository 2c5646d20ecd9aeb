"""A mapping whose keys the registry does not know."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Manager:
    def promote(self, group, replica):
        LOG.info("Promoted %(replica)s", {"replica": replica.id})  # VLP207
        LOG.warning("Group %(group_uuid)s has no replica", {"group_uuid": group.uuid})  # VLP207
