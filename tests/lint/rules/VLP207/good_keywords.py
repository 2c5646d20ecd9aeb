"""The resource beside the text."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Manager:
    def detach(self, volume, instance, attachment_id):
        LOG.info("Detached volume", resource=volume)
        LOG.info("Detached by attachment %s", attachment_id, instance=instance)
        LOG.debug("Attachment %s was released", attachment_id, extra={"attachment": attachment_id})
