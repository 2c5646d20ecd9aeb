"""An operation that is kept and never entered."""
from oslo_log import log as logging

from venus_logging import operation

LOG = logging.getLogger(__name__)


class Manager:
    def build(self, instance):
        building = operation("compute.instance.create", resource=instance)  # VLP225
        self.driver.spawn(instance)
        building.step("spawned")

    def rebuild(self, instance):
        rebuilding = operation("compute.instance.create", resource=instance)  # VLP225
        return self.driver.spawn(instance) and rebuilding.name
