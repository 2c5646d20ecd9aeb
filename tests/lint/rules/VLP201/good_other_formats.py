"""A manager whose arguments are formatted on their own, which leaves the template alone."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class ShareManager:
    def ensure_share(self, context, share, server):
        LOG.info('Share %(share)s is exported at %(export)s',
                 {'share': share['name'], 'export': '%s:/%s' % (server['ip'], share['name'])})
        LOG.warning('Share server %s has no address', '{}@{}'.format(server['id'], server['host']))
        if share['status'] == 'error':
            message = f"Share {share['id']} is in error"
            self.message_api.create(context, message)
            LOG.error('Share %s is in error', share['name'])
