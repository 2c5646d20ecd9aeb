"""What uwsgi serves in place of keystone.wsgi.api: the same application, with an access event for every request."""

from __future__ import annotations

from keystone.wsgi.api import application as stock  # type: ignore[import-not-found]  # the service's own

from venus_logging import AccessFilter

application = AccessFilter(stock)
