"""Arguments that only the run time knows: a mapping from elsewhere, unpacked ones, a parameter."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Notifier:
    def notify(self, payload, *args):
        LOG.info('Notified %(target)s about %(event)s', payload)
        LOG.debug('Called with %s, %s and %s', *args)
        LOG.debug('State of %(name)s: %(state)s', {'name': self.name, **payload})
        LOG.debug('Rule %(rule)s of %(policy)s', self._details(payload))

    def summarise(self, events):
        values = {'count': len(events)}
        values.update(self.totals())
        LOG.info('%(count)d events, %(bytes)d bytes', values)
