"""A REST view that logs what it caught."""
from oslo_log import log as logging

import webob.exc

from glance.common import exception

LOG = logging.getLogger(__name__)


class TasksController:
    def create(self, req, task):
        try:
            return self.gateway.new_task(req.context, task)
        except exception.Forbidden as error:
            LOG.warning(error)  # VLP203
            raise webob.exc.HTTPForbidden(explanation=error.msg)
        except exception.Duplicate as error:
            LOG.exception(str(error))  # VLP203
            raise webob.exc.HTTPConflict(explanation=str(error))
        except exception.InvalidImageData as error:
            LOG.debug(error.msg)  # VLP203
            raise webob.exc.HTTPBadRequest(explanation=error.msg)
