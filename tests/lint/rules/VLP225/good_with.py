"""Entered at once, later, or by a stack."""
from oslo_log import log as logging

import contextlib

from venus_logging import operation

LOG = logging.getLogger(__name__)


class Manager:
    def build(self, instance):
        with operation("compute.instance.create", resource=instance) as building:
            building.step("spawned")
        deleting = operation("compute.instance.delete", resource=instance)
        with deleting:
            self.driver.destroy(instance)
        with contextlib.ExitStack() as stack:
            stack.enter_context(operation("compute.instance.create", resource=instance))
