"""Items of mappings, and keys."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


class Client:
    def send(self, conf, headers):
        LOG.debug("Connecting with %s", conf["admin_password"])  # VLP216
        LOG.debug("Header: %s", headers.get("X-Auth-Token"))  # VLP216
        LOG.debug("API key: %s", self.api_key)  # VLP216
        LOG.debug("Private key: %s", self.privateKey)  # VLP216
