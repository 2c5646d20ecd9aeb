"""A driver that raises the text that it logs, as most drivers do."""
from oslo_log import log as logging
from oslo_utils import strutils

from cinder import exception
from cinder.i18n import _

LOG = logging.getLogger(__name__)


class ArrayDriver:
    def create_volume(self, volume):
        pool = self.pools.get(volume.host)
        if pool is None:
            msg = _('Pool of volume %(id)s not found on host %(host)s.') % {
                'id': volume.id, 'host': volume.host}
            LOG.error(msg)  # VLP202
            raise exception.VolumeBackendAPIException(data=msg)
        try:
            return pool.create(volume.name, volume.size)
        except exception.ConnectTimeout as error:
            err_msg = (_('Array did not answer: %s') % error)
            LOG.exception(err_msg, resource=volume)  # VLP202
            raise exception.VolumeDriverException(message=err_msg)

    def connect(self, volume, connector):
        msg = 'Connecting %(volume)s by %(connector)s' % {
            'volume': volume.name, 'connector': connector}
        # the connector may have a password
        LOG.debug(strutils.mask_password(msg))  # VLP202
