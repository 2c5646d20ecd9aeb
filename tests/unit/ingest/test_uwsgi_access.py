"""uwsgi's access log as JSON lines."""

from __future__ import annotations

from datetime import UTC

import pytest

from venus_logging.ingest._types import Line, Reject
from venus_logging.ingest.readers.choose import choose
from venus_logging.ingest.readers.uwsgi_access import UwsgiAccess

OK = (
    b'{"t":1795337897809,"svc":"glance-api","method":"GET","uri":"/v2/images?limit=2","status":200,"ms":12,'
    b'"gid":"req-78372747-2831-4c17-bf73-b3d9487706d3","pid":77}'
)
FAILED = (
    b'{"t":1795337897809,"svc":"keystone","method":"POST","uri":"/v3/auth/tokens","status":503,"ms":5,'
    b'"gid":"-","pid":7}'
)
EVENT = "common.api.access"


def lines(*raws: bytes) -> list[Line]:
    """Lines of a file."""
    return [Line(number, 0, raw) for number, raw in enumerate(raws, 1)]


class TestUwsgiAccess:
    def test_success(self) -> None:
        """A request that was answered is one access event, without its query string."""
        read = next(iter(UwsgiAccess("ctl-1").read(lines(OK))))
        assert read.result == {
            "@timestamp": "2026-11-22T08:58:17.809000Z",
            "severity_number": 9,
            "severity_text": "INFO",
            "body": "GET /v2/images: 200 in 0.012 s",
            "log.logger": "uwsgi.access",
            "host.name": "ctl-1",
            "service.name": "glance-api",
            "process.pid": 77,
            "event_name": EVENT,
            "openstack.operation.name": EVENT,
            "openstack.operation.phase": "success",
            "openstack.operation.outcome": "success",
            "openstack.operation.duration": 0.012,
            "openstack.scenario.id": EVENT,
            "openstack.scenario.source": "rule",
            "openstack.request.global_id": "req-78372747-2831-4c17-bf73-b3d9487706d3",
            "http.request.method": "GET",
            "http.response.status_code": 200,
            "http.route": "/v2/images",
            "url.path": "/v2/images",
        }

    def test_failure(self) -> None:
        """An answer of 500 and above is a failure; a caller without an id has none."""
        result = next(iter(UwsgiAccess("ctl-1").read(lines(FAILED)))).result
        names = ("severity_text", "openstack.operation.phase", "error.type", "openstack.error.code")
        assert isinstance(result, dict)
        assert [result[name] for name in names] == ["ERROR", "failure", "503", "common.api.server-error"]
        assert "openstack.request.global_id" not in result

    def test_damaged(self) -> None:
        """A line that lacks its time is kept with the reason."""
        read = next(iter(UwsgiAccess("ctl-1").read(lines(OK.replace(b'"t":1795337897809', b'"t":"x"')))))
        assert isinstance(read.result, Reject)
        assert read.result.reason == "no access line: ValueError: invalid literal for int() with base 10: 'x'"

    def test_forged(self) -> None:
        """A client that closes the text of its header and adds fields does not change what is told of its request."""
        forged = OK.replace(b'"gid":"req-', b'"gid":"x","status":500,"svc":"keystone","z":"req-')
        reads = [read.result for read in UwsgiAccess("ctl-1").read(lines(forged))]
        assert [isinstance(result, Reject) for result in reads] == [True]

    @pytest.mark.parametrize("depth", [1, 1_000, 1_020, 100_000])
    def test_nested(self, depth: int) -> None:
        """Nor does one that adds containers inside each other, however deep, stop the reading."""
        nested = b"[" * depth + b"]" * depth
        forged = OK.replace(b'"gid":"req-', b'"gid":"x","z":' + nested + b',"y":"req-')
        reads = [read.result for read in UwsgiAccess("ctl-1").read(lines(forged, OK))]
        assert [isinstance(result, Reject) for result in reads] == [True, False]


class TestChoose:
    def test_banner(self) -> None:
        """uwsgi's banner is rejected line by line, and the requests behind it are read."""
        file = lines(b"*** Starting uWSGI 2.0.31 ***", b"spawned worker 1", OK, FAILED)
        reads = list(choose(file[:2], "ctl-1", UTC).read(file))
        assert [isinstance(read.result, Reject) for read in reads] == [True, True, False, False]
