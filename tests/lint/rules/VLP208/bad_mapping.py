"""An agent: keys that the mapping does not have, one behind a name, and a format that mixes both forms."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class DeviceManager:
    def cleanup_stale_devices(self, network, port, host):
        if port.device_id != self.reserved:
            LOG.warning('Found stale port %(port)s for network %(network)s '  # VLP208
                        'bound to %(host_id)s that is not us %(host)s, '
                        'deleting',
                        {'port': port.name, 'network': network.name,
                         'hostid': port.host_id, 'host': host})

    def replicate(self, source, target):
        payload = {
            'src_volume': source.name,
            'dest_volume': target.name,
        }
        msg = ('Creating a relationship between %(src_flexvol)s and '
               '%(dest_volume)s.')
        LOG.debug(msg, payload)  # VLP208

    def regenerate(self, node, error):
        LOG.error('Failed to regenerate the drive for node %(node)s, '  # VLP208
                  'proceeding with metadata: %s',
                  {'node': node.name, 'error': error})

    def delete_snapshot(self, snap_name):
        LOG.debug('Previous snapshot %{snap_name}s deleted successfully.', {'snap_name': snap_name})  # VLP208

    def resize(self, volume, size):
        LOG.debug('New size in MB (size)s', {'size': size})  # VLP208
