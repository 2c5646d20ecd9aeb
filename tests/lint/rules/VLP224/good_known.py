"""Known events and attributes, and free ones."""
from oslo_log import log as logging

from venus_logging import emit_event, operation

LOG = logging.getLogger(__name__)


class Manager:
    def build(self, instance):
        with operation("compute.instance.create", resource=instance, attributes={"x.team": "blue"}):
            self.driver.spawn(instance)
        emit_event("compute.instance.create", {"openstack.host": self.host} if False else None)
