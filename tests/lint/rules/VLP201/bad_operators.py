"""A volume driver: per cent, format and plus in the call, some of them translated."""
from oslo_log import log as logging
from oslo_utils import excutils

from cinder import exception
from cinder.i18n import _

LOG = logging.getLogger(__name__)


class ArrayDriver:
    def extend_volume(self, volume, new_size):
        LOG.info('Extended volume {} to {} GiB'.format(volume.id, new_size))  # VLP201
        try:
            self.client.extend(volume.name, new_size)
        except exception.VolumeBackendAPIException:
            with excutils.save_and_reraise_exception():
                LOG.warning(_('Failed to extend volume %s') % volume.id)  # VLP201

    def delete_volume(self, volume):
        if not self.client.exists(volume.name):
            LOG.warning('Volume ' + volume.id + ' is not on the array, ' 'nothing to delete')  # VLP201
            return
        self.client.delete(volume.name)
        LOG.debug('Deleted %(name)s from pool %(pool)s' %  # VLP201
                  {'name': volume.name, 'pool': volume.host})
