"""A driver whose names stand for formatted texts elsewhere, but not where it logs."""
from oslo_log import log as logging

from cinder import exception
from cinder.i18n import _

LOG = logging.getLogger(__name__)
STALE = 'Volume %s is stale'


class ArrayDriver:
    def delete_volume(self, volume):
        if self.client.busy:
            msg = _('Array is busy: %s') % self.client.state
            raise exception.VolumeBackendAPIException(data=msg)
        msg = 'Deleted volume %s'
        LOG.info(msg, volume.name)

    def check(self, volume, error=None):
        msg = STALE
        if error is not None:
            msg = 'Volume %s failed its check'
        LOG.warning(msg, volume.name)
        msg = _('Volume %s') % volume.id
        raise exception.InvalidVolume(reason=msg)

    def retry(self, volume):
        try:
            self.client.attach(volume)
        except exception.ConnectTimeout as error:
            message = f'{volume.id}: {error}'
            self.notify(message)
        message = 'Attached'
        LOG.debug(message)
