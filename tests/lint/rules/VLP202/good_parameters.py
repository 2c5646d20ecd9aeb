"""Helpers that log what they are given, and a nested function with a name of its own."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


def report(step, volume):
    text = 'Step %s of ' % step

    def done(template):
        LOG.info('Done: %s', template)

    done('Volume %s was done')
    volume.status_text = text + volume.id


class Steps:
    title = 'Step %s'

    def run(self, number):
        LOG.info(self.title, number)
        title = self.title % number
        self.display.show(title)
