"""Other libraries' loggers that are only configured."""
from oslo_log import log as logging

LOG = logging.getLogger(__name__)


def setup(conf):
    rabbit = logging.getLogger("oslo.messaging._drivers.impl_rabbit")
    rabbit.logger.addFilter(conf.filter)
    logging.getLogger("sqlalchemy").logger.setLevel(conf.level)
    LOG.info("Loggers were set up")
