"""A periodic task whose text is put together in branches, by an f-string and by +=."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Reclaim:
    def reclaim(self, instance, age, forced=False):
        if forced:
            message = 'Reclaimed on request'
        else:
            message = f'Reclaimed after {age} seconds'
        LOG.info(message, instance=instance)  # VLP202
        reason = 'Deleted queued instance'
        reason += ' of %s' % instance.project_id
        LOG.warning(reason)  # VLP202

    def explain(self, task, error):
        self.text = 'Task {} failed: {}'.format(task.uuid, error)
        task.last_error = self.text
        LOG.error(self.text)  # VLP202
