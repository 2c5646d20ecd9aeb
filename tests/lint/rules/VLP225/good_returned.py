"""Made here, entered by the caller."""
from oslo_log import log as logging

from venus_logging import operation

LOG = logging.getLogger(__name__)


class Manager:
    def _building(self, instance):
        return operation("compute.instance.create", resource=instance)

    def build(self, instance):
        with self._building(instance):
            self.driver.spawn(instance)
