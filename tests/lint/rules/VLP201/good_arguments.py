"""A volume driver that gives logging the format and its arguments; literals may be put together."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)
PREFIX = 'Array: '


class ArrayDriver:
    def extend_volume(self, volume, new_size):
        LOG.info('Extended volume %(volume_id)s to %(size)s GiB',
                 {'volume_id': volume.id, 'size': new_size})
        LOG.debug('Cleared the cache of the pool, '
                  + 'which is read again with the next request')
        LOG.debug(f'The pool is read again')
        LOG.debug(PREFIX + 'extended volume %s', volume.name)

    def report(self, parser, volume):
        parser.error(f'no volume {volume}')
        raise ValueError('no volume %s' % volume)
