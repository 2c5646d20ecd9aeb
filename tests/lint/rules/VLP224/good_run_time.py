"""What only the run time knows is left to strict mode."""
from oslo_log import log as logging

import venus_logging
from venus_logging.contract import names

LOG = logging.getLogger(__name__)


class Manager:
    def build(self, instance, name, attributes):
        with venus_logging.operation(name, resource=instance, attributes=attributes):
            self.driver.spawn(instance)
        with venus_logging.operation(names.COMPUTE_INSTANCE_CREATE, resource=instance):
            self.driver.plug(instance)
