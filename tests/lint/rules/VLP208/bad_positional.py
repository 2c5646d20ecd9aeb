"""Counts that do not agree, arguments by keyword, and a comma in the wrong place."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class QosExtension:
    def handle_port(self, context, row, event):
        LOG.debug('Port ID %s, datapath %s, OVS port name: %s (event: %s)',  # VLP208
                  row.external_ids['iface-id'], row.name, event)
        LOG.debug('Got request to delete a user defined flavor router with ',  # VLP208
                  'id %s:', row.uuid)
        if not row.vlan:
            LOG.warning('Port %s has no local VLAN assigned yet, skipped till next iteration')  # VLP208

    def failover(self, volume, secondary):
        try:
            self.client.failover(volume.name, secondary)
        except ConnectionError as error:
            LOG.error('Failover of %(vol)s to %(backend)s failed',  # VLP208
                      vol=volume.id, backend=secondary)
            LOG.exception("Couldn't reach the secondary", error)  # VLP208
