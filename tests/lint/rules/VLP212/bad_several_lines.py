"""A translated text over several lines, with a mapping."""
from oslo_log import log as logging

from ironic.common.i18n import _

LOG = logging.getLogger(__name__)


class Conductor:
    def clean(self, task):
        LOG.error(_("Cleaning of %(driver)s failed, "  # VLP212
                    "the node is in maintenance"),
                  {"driver": task.driver})
