"""Masked, counted or compared."""
from oslo_log import log as logging

from oslo_utils import strutils

LOG = logging.getLogger(__name__)


class Driver:
    def login(self, password, token):
        LOG.debug("Login: %s", strutils.mask_password(password))
        LOG.debug("Token of %d characters", len(token))
        LOG.debug("A password was given: %s", password is not None)
