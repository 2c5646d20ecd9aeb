"""What uwsgi serves in place of placement.wsgi.api: the same application, with an access event for every request."""

from __future__ import annotations

from placement.wsgi.api import application as stock  # type: ignore[import-not-found]  # the service's own

from venus_logging import AccessFilter

application = AccessFilter(stock)
