"""Variables and attributes."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Driver:
    def login(self, password, chap_secret):
        LOG.debug("Login with %s", password)  # VLP216
        self.client.login(self.user, password)
        LOG.debug("CHAP of %(name)s: %(value)s", {"name": self.name, "value": chap_secret})  # VLP216
        LOG.debug("Token: %s", self.session.auth_token)  # VLP216
