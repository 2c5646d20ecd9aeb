"""Every form that logging accepts, with a literal per cent, a width from an argument and an unused key."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Scheduler:
    def report(self, host, usage, took, extra):
        LOG.debug('Disk of %(host)s is %(used).1f%% full', {'host': host, 'used': usage, 'unused': 0})
        LOG.debug('Host in a column: %-*s', 20, host)
        LOG.info('The quota is 100% used')
        LOG.debug('Weights: %s', {'host': host})
        LOG.debug('%(host)s took %(took)d s', dict(host=host, took=took))
        LOG.info('Selected host %s', host, extra={'request_id': extra})

    def claim(self, instance, resources):
        details = {'memory': resources.memory_mb}
        details['disk'] = resources.disk_gb
        LOG.info('Claimed %(memory)d MB and %(disk)d GB', details, instance=instance)

    def warn(self, host, option):
        text = ''
        if option.unknown:
            text = 'Option %(option)s of %(host)s is unknown'
        elif option.wrong:
            text = 'Option %(option)s of %(host)s is wrong'
        if text:
            LOG.warning(text, {'option': option.label, 'host': host})
