"""Behind the clause, and in its else."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Client:
    def find(self, name):
        try:
            found = self.session.get(name)
        except OSError:
            found = None
        else:
            LOG.exception("Found %s", name)  # VLP209
        if found is None:
            LOG.exception("Could not find %s", name)  # VLP209
        return found
