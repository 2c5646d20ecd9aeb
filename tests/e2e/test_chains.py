"""What a chain must tell of a boot."""

from __future__ import annotations

from .chains import Boot, boot

TOLD = {
    "http.request.method": "GET",
    "url.path": "/v2/images",
    "http.response.status_code": 200,
    "openstack.operation.duration": 0.1,
}


class TestBoot:
    def test_whole(self):
        """Every expected service is named, and every API tells a request with status and duration."""
        events = [{"service.name": "glance-api", **TOLD}, {"service.name": "nova-compute"}]
        got = boot("req-1", events, {"glance-api", "nova-compute"})
        assert got == Boot("req-1", 2, ("glance-api", "nova-compute"), (), {"glance-api": 1})

    def test_missing(self):
        """A service that is not named, and an API whose request has no duration, are missing."""
        untimed = {name: value for name, value in TOLD.items() if name != "openstack.operation.duration"}
        got = boot("req-1", [{"service.name": "glance-api", **untimed}], {"glance-api", "nova-compute"})
        assert got.missing == ("nova-compute", "glance-api (status and duration)")
