"""Parts of an event: texts that fit, JSON, the request's context, the resource."""

from __future__ import annotations

import math

import pytest

from venus_logging.event import context, resources
from venus_logging.event.json import _decode_standard, _encode_standard, decode, encode
from venus_logging.event.text import KEYWORD_MAX, cut, masked, well_formed

UUID = "11111111-2222-3333-4444-555555555555"


class TestText:
    @pytest.mark.parametrize(
        ("text", "wanted"),
        [("plain", "plain"), ("ö\udcff!", "ö\ufffd!"), ("\ud83d\ude00", "\ufffd\ufffd"), ("😀", "😀")],
    )
    def test_well_formed(self, text, wanted):
        """
        Lone surrogates become U+FFFD, everything else stays.
        """
        assert well_formed(text) == wanted

    @pytest.mark.parametrize(("text", "wanted"), [("", ""), ("abc", "abc"), ("abcd", "abc")])
    def test_cut(self, text, wanted):
        """
        A text that is too long keeps its beginning.
        """
        assert cut(text, 3) == wanted

    def test_masked(self):
        """
        What leaves is well-formed, masked and cut, in this order.
        """
        assert masked("ö\udcff password=S3cr3t and more", 19) == "ö\ufffd password=*** and"


class TestJson:
    @pytest.mark.parametrize("write", [encode, _encode_standard])
    @pytest.mark.parametrize("read", [decode, _decode_standard])
    def test_round(self, write, read):
        """
        With orjson and without it an event is one line of UTF-8 that reads back as itself.
        """
        event = {"a": 'ö\n\u2028"\\\x00', "b": 2**63 - 1, "c": -0.5, "d": True, "e": ["x", ""], "f": 1e16}
        line = write(event)

        assert (read(line), b"\n" in line) == (event, False)

    @pytest.mark.parametrize("read", [decode, _decode_standard])
    @pytest.mark.parametrize("line", [b"", b"{", b"NaN", b"Infinity", b'{"a": 1} x', b"\xff", b"{'a': 1}", b"[1,]"])
    def test_refused(self, read, line):
        """
        With orjson and without it, what is no JSON is a ValueError.
        """
        with pytest.raises(ValueError):
            read(line)

    @pytest.mark.parametrize("write", [encode, _encode_standard])
    @pytest.mark.parametrize("value", ["\udcff", object(), {1, 2}])
    def test_unwritable(self, write, value):
        """
        With orjson and without it, what JSON cannot hold is an error.
        """
        with pytest.raises((ValueError, TypeError)):
            write({"a": value})

    @pytest.mark.parametrize(
        "text", ["18446744073709551615", "-9223372036854775808", "1e400", "123456789012345678901234"]
    )
    def test_numbers(self, text):
        """
        With orjson and without it, numbers mean the same, up to their limits and beyond.
        """
        try:
            fast = decode(text.encode())
        except ValueError:
            fast = math.inf  # orjson refuses what no float can hold

        assert _decode_standard(text.encode()) == fast


class TestContext:
    def test_all(self):
        """
        Every attribute on the list gets its name here; tokens and catalogues are not on it.
        """
        values = {
            "request_id": "req-1", "global_request_id": "req-2", "project_id": "p", "project_name": "demo",
            "project_domain_id": "pd", "domain_id": "d", "user_id": "u", "user_name": "ada", "user_domain_id": "ud",
            "system_scope": "all", "is_admin": False, "roles": ["reader", "member"],
            "auth_token": "S3cr3t", "service_catalog": [{}], "read_only": True,
        }  # fmt: skip

        assert context.request(values.get) | context.describe(values.get) == {
            "openstack.request.id": "req-1", "openstack.request.global_id": "req-2", "openstack.project.id": "p",
            "openstack.project.name": "demo", "openstack.project_domain.id": "pd", "openstack.domain.id": "d",
            "user.id": "u", "user.name": "ada", "openstack.user_domain.id": "ud", "openstack.system_scope": "all",
            "openstack.is_admin": False, "user.roles": ["reader", "member"],
        }  # fmt: skip

    @pytest.mark.parametrize(
        "values",
        [{}, {"is_admin": True}, {"request_id": ""}, {"request_id": None}, {"request_id": 7}, {"roles": []},
         {"roles": "admin"}, {"roles": {"admin": 1}}],
    )  # fmt: skip
    def test_nothing(self, values):
        """
        What is empty or of another type is left out, and a context of nothing says nothing about admins.
        """
        assert context.describe(values.get) == {}

    def test_bounds(self):
        """
        Texts are cut and made well-formed, and of many roles the first ones stay.
        """
        values = {"user_name": "ö\udcff" + "x" * 2000, "roles": ["r" * 2000, 7, *("a" for _ in range(100))]}
        got = context.describe(values.get)

        assert got["user.name"] == "ö\ufffd" + "x" * (KEYWORD_MAX - 2)
        assert got["user.roles"] == ["r" * KEYWORD_MAX, *("a" for _ in range(62))]


class Thing:
    """An object with attributes, as a service's own."""

    def __init__(self, **values):
        self.__dict__.update(values)


class Lazy:
    """An object whose attributes cannot be loaded."""

    def __getattr__(self, name):
        raise RuntimeError("orphaned object")


class TestResources:
    @pytest.mark.parametrize(
        ("extra", "kind", "identity"),
        [
            ({"instance": Thing(uuid=UUID)}, "compute.instance", UUID),
            ({"instance": {"uuid": UUID, "user_data": "S3cr3t"}}, "compute.instance", UUID),
            ({"instance": {"id": "vm-1"}}, "compute.instance", "vm-1"),
            ({"instance": f"[instance: {UUID.upper()}] "}, "compute.instance", UUID),
            ({"instance": UUID.upper()}, "compute.instance", UUID),
            ({"instance_uuid": UUID}, "compute.instance", UUID),
            ({"resource": {"type": "volume", "id": "v1"}}, "block_storage.volume", "v1"),
            ({"resource": Thing(type="port", id="p1")}, "network.port", "p1"),
            ({"resource": {"type": "dns.zone", "id": "z1"}}, "dns.zone", "z1"),
            ({"resource": f"[snapshot-{UUID}] "}, "block_storage.snapshot", UUID),
            ({"instance": Lazy(), "resource": {"type": "image", "id": "i1"}}, "image.image", "i1"),
        ],
    )
    def test_found(self, extra, kind, identity):
        """
        Objects, dicts and the texts that oslo.log makes of them are reduced to a type and an id.
        """
        assert resources.describe(extra) == {"openstack.resource.type": kind, "openstack.resource.id": identity}

    @pytest.mark.parametrize(
        "extra",
        [{}, {"instance": None}, {"instance": "vm"}, {"instance": ""}, {"instance": Lazy()}, {"instance": {"uuid": 7}},
         {"instance": {"uuid": "x" * 256}}, {"resource": {"type": "volume"}}, {"resource": {"id": "v1"}},
         {"resource": {"type": "Bad Type", "id": "v1"}}, {"resource": "volume v1"}, {"resource": 7}],
    )  # fmt: skip
    def test_nothing(self, extra):
        """
        What is no resource says nothing, and an object that cannot be read does no harm.
        """
        assert resources.describe(extra) == {}

    @pytest.mark.parametrize(
        ("body", "kind"),
        [
            (f"[instance: {UUID}] Booting", "compute.instance"),
            (f"[volume-{UUID}] Attaching", "block_storage.volume"),
            (f"[floatingip-{UUID}] Moving", "network.floating_ip"),
            (f"[other_thing-{UUID}] Moving", "other_thing"),
        ],
    )
    def test_prefix(self, body, kind):
        """
        The prefix that oslo.log writes before a message names the resource.
        """
        assert resources.describe_prefix(body) == {"openstack.resource.type": kind, "openstack.resource.id": UUID}

    @pytest.mark.parametrize("body", ["", "Booting", f"Booting [instance: {UUID}]", "[instance: x]", f"[-{UUID}]", "["])
    def test_no_prefix(self, body):
        """
        A body that begins with anything else names none.
        """
        assert resources.describe_prefix(body) == {}
