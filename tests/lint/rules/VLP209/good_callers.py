"""Functions that run while an exception is handled: called from clauses, given it, or an __exit__."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Task:
    def run(self):
        try:
            self.steps()
        except Exception:
            self._say("Task failed")
            raise

    def _say(self, text):
        LOG.exception("Task %s was given up", self.name)

    def rollback(self, ex):
        LOG.exception("Task is rolled back")

    def __exit__(self, kind, value, trace):
        if kind is not None:
            LOG.exception("Task was left")
