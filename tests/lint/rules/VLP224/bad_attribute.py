"""Attributes that the registry does not have."""
from oslo_log import log as logging

from venus_logging import emit_event, operation

LOG = logging.getLogger(__name__)


class Manager:
    def build(self, instance):
        told = {"openstack.instance.uuid": instance.uuid}
        with operation("compute.instance.create", resource=instance, attributes={"instance_uuid": instance.uuid}):  # VLP224
            self.driver.spawn(instance)
        emit_event("compute.instance.create", {"flavor": "m1.tiny"})  # VLP224
        return told
