"""Access lines of nova, placement and cinder: what is read from them, and what is no such line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venus_logging import contract
from venus_logging.event.access_line import parse

SUCCESS = {"openstack.operation.phase": "success", "openstack.operation.outcome": "success"}
FAILURE = {
    "openstack.operation.phase": "failure",
    "openstack.operation.outcome": "failure",
    "openstack.error.code": "common.api.server-error",
}
NOVA = '{address} "{method} {uri}" status: {status} len: {size} microversion: {version} time: {time:.6f}'
PLACEMENT = NOVA.removesuffix(" time: {time:.6f}")
UNKNOWN = ("-", "", "None")
REQUESTS = st.fixed_dictionaries(
    {
        "address": st.ip_addresses().map(str) | st.sampled_from(UNKNOWN),
        "method": st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]),
        "uri": st.from_regex(r"/[a-z0-9./-]{0,30}", fullmatch=True),
        "status": st.integers(100, 599),
        "size": st.integers(0, 10**12) | st.sampled_from(UNKNOWN),
        "version": st.from_regex(r"[1-9]\.[0-9]{1,3}", fullmatch=True) | st.sampled_from(UNKNOWN),
        "time": st.floats(0, 10**6).map(lambda seconds: round(seconds, 6)),
    }
)


class TestRequestLine:
    def test_nova(self):
        """
        A line of nova gives everything that it says.
        """
        line = '127.0.0.1 "GET /v2.1/servers" status: 200 len: 53 microversion: 2.90 time: 0.157393'

        assert parse(line) == {
            "client.address": "127.0.0.1",
            "http.request.method": "GET",
            "url.path": "/v2.1/servers",
            "http.response.status_code": 200,
            "http.response.body.size": 53,
            "openstack.api.microversion": "2.90",
            "openstack.operation.duration": 0.157393,
            **SUCCESS,
        }

    def test_failure(self):
        """
        A line of placement has no time; a status of 500 and above is a failure with its code.
        """
        assert parse('::1 "PUT /allocations/a" status: 503 len: 0 microversion: 1.36') == {
            "client.address": "::1",
            "http.request.method": "PUT",
            "url.path": "/allocations/a",
            "http.response.status_code": 503,
            "http.response.body.size": 0,
            "openstack.api.microversion": "1.36",
            "error.type": "503",
            **FAILURE,
        }

    @pytest.mark.parametrize("nothing", UNKNOWN)
    def test_unknown(self, nothing):
        """
        What the service did not know is left out.
        """
        got = parse(f'{nothing} "GET /" status: 499 len: {nothing} microversion: {nothing}')

        assert got == {"http.request.method": "GET", "url.path": "/", "http.response.status_code": 499, **SUCCESS}

    @pytest.mark.parametrize("query", ["?limit=2", "?a=b?c", "?", '?name="x"', "?token=***"])
    def test_query_string(self, query):
        """
        The path ends where the query string begins.
        """
        assert parse(f'- "GET /a{query}" status: 200 len: 1 microversion: -')["url.path"] == "/a"

    def test_masked(self):
        """
        A token in the path does not leave.
        """
        token = "gAAAA" + "B" * 60

        assert parse(f'- "GET /v3/{token}/x" status: 200 len: 1 microversion: -')["url.path"] == "/v3/***/x"

    @given(REQUESTS, st.sampled_from([NOVA, PLACEMENT]))
    def test_format(self, request_, form):
        """
        Whatever the format strings make of a request is read back, and the contract holds for it.
        """
        told = {
            "client.address": request_["address"],
            "http.request.method": request_["method"],
            "url.path": request_["uri"],
            "http.response.status_code": request_["status"],
            "http.response.body.size": request_["size"],
            "openstack.api.microversion": request_["version"],
            "openstack.operation.duration": request_["time"] if form == NOVA else "",
        }
        got = parse(form.format(**request_))

        assert {name: got[name] for name in told if name in got} == {
            name: value for name, value in told.items() if value not in UNKNOWN
        }
        assert (got["openstack.operation.phase"] == "failure") == (request_["status"] >= 500)
        assert contract.check(got, whole=False) == []


class TestReturned:
    @pytest.mark.parametrize(
        ("status", "ended"), [(200, SUCCESS), (404, SUCCESS), (500, FAILURE | {"error.type": "500"})]
    )
    def test_status(self, status, ended):
        """
        The lines of the fault middlewares give status and outcome, and nothing of the URL.
        """
        got = parse(f"http://127.0.0.1/v3/p/volumes?limit=1 returned with HTTP {status}")

        assert got == {"http.response.status_code": status, **ended}


class TestOther:
    @pytest.mark.parametrize(
        "body",
        [
            "",
            "GET http://127.0.0.1/v3/p/volumes",
            "HTTP exception thrown: it returned with HTTP 200",
            "http://h/ returned with HTTP 999",
            '- "GET /" status: 099 len: 1 microversion: -',
            '- "GET /" status: 200 len: 1',
            '- "GET /a b" status: 200 len: 1 microversion: -',
            'see - "GET /" status: 200 len: 1 microversion: - time: 0.100000',
            '- "GET /" status: 200 len: 1 microversion: - time: 0.100000\n',
        ],
    )
    def test_nothing(self, body):
        """
        A text that is no such line gives nothing.
        """
        assert parse(body) == {}

    @given(st.text() | st.from_regex(r'\S* "[A-Z]+ \S*" status: \S* len: \S* microversion: \S*( time: \S*)?'))
    def test_any_text(self, body):
        """
        No text makes it raise, and what it gives the contract accepts.
        """
        assert contract.check(parse(body), whole=False) == []
