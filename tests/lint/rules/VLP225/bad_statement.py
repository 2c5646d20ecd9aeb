"""An operation as a statement."""
from oslo_log import log as logging

import venus_logging

LOG = logging.getLogger(__name__)


class Manager:
    def build(self, instance):
        venus_logging.operation("compute.instance.create", resource=instance)  # VLP225
        self.driver.spawn(instance)
