"""Names that only sound like one."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Driver:
    def page(self, token_type, next_token, key, bypass):
        LOG.debug("Type: %s", token_type)
        LOG.debug("Next page: %s", next_token)
        LOG.debug("Sort key: %s", key)
        LOG.debug("Password file: %s", self.password_file)
        LOG.debug("Bypass: %s", bypass)
