"""Counts that do not agree, arguments by keyword, and a comma in the wrong place."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class QosExtension:
    def handle_port(self, context, row, event):
        LOG.debug('Port name: %s',  # VLP208
                  row.name, event)
        LOG.debug('Got request to delete a user defined flavor router with ',  # VLP208
                  'name %s:', row.name)
        if not row.vlan:
            LOG.warning('Port %s has no local VLAN assigned yet, skipped till next iteration')  # VLP208

    def failover(self, volume, secondary):
        try:
            self.client.failover(volume.name, secondary)
        except ConnectionError as error:
            LOG.warning('Failover of %(vol)s to %(backend)s failed',  # VLP208
                      vol=volume.name, backend=secondary)
            LOG.exception("Couldn't reach the secondary", secondary)  # VLP208
