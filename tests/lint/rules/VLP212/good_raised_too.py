"""A text that is raised as well, without arguments, may be translated for the user."""
from oslo_log import log as logging

from glance.common import exception
from glance.i18n import _

LOG = logging.getLogger(__name__)


class Images:
    def delete(self, image):
        if image.protected:
            msg = _("Image is protected and cannot be deleted")
            LOG.warning(msg)
            raise exception.Forbidden(message=msg)
