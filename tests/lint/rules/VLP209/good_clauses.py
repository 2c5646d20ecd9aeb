"""Inside the clause, also of a nested block, and with an exception that is given."""
from oslo_log import log as logging

from oslo_utils import excutils

LOG = logging.getLogger(__name__)


class Client:
    def find(self, name):
        try:
            return self.session.get(name)
        except OSError:
            with excutils.save_and_reraise_exception():
                if self.verbose:
                    LOG.exception("Could not find %s", name)

    def report(self, task):
        LOG.warning("Task failed", exc_info=task.failure)
