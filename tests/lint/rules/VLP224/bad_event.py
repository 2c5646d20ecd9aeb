"""Events that the registry does not have."""
from oslo_log import log as logging

import venus_logging

LOG = logging.getLogger(__name__)


class Manager:
    def build(self, instance, action):
        with venus_logging.operation("compute.instance.creat", resource=instance):  # VLP224
            self.driver.spawn(instance)
        venus_logging.emit_event("compute.instance." + action)  # VLP224
        venus_logging.emit_event(f"compute.instance.{action}")  # VLP224
