"""The cell database helper: an f-string over two lines, one in an except clause, one behind a level."""
import logging as stdlib

from oslo_log import log as logging

from nova import exception
from nova import objects

LOG = logging.getLogger(__name__)


class HostMapper:
    def __init__(self, context, cells):
        self.context = context
        self.cells = cells

    def map_host(self, cell_uuid, host):
        try:
            mapping = objects.HostMapping.get_by_host(self.context, host)
        except exception.HostMappingNotFound as error:
            LOG.debug(f'No mapping of {host}: {error}')  # VLP201
            mapping = objects.HostMapping(self.context, host=host)
        if mapping.cell_mapping.uuid != cell_uuid:
            LOG.warning(
                f'Host {host} is mapped to cell {mapping.cell_mapping.uuid}, '  # VLP201
                f'not to {cell_uuid}',
            )
        LOG.log(stdlib.INFO, f'{len(self.cells)} cells were searched for a host', instance=None)  # VLP201
        return mapping
