"""URLs of clusters: what they name, and what is never shown of them."""

from __future__ import annotations

import pytest

from venus_logging.errors import StoreError
from venus_logging.store.opensearch.address import Address, address_of


class TestAddress:
    @pytest.mark.parametrize(
        ("url", "address"),
        [
            ("opensearch://search", Address("opensearch", (("search", 9200),), False, "venus-events")),
            ("opensearch://search:9250/logs", Address("opensearch", (("search", 9250),), False, "logs")),
            ("opensearch://a,b:1/x.y", Address("opensearch", (("a", 9200), ("b", 1)), False, "x.y")),
            ("opensearch://[::1]:2", Address("opensearch", (("[::1]", 2),), False, "venus-events")),
            ("kolla+opensearch://search/", Address("kolla", (("search", 9200),), False, "flog")),
            (
                "opensearch+https://me:p%40ss%2F@search/?ca=/etc/ca.pem",
                Address("opensearch", (("search", 9200),), True, "venus-events", "me", "p@ss/", "/etc/ca.pem"),
            ),
            (
                "kolla+opensearch+https://me@search/flog?verify=no&patience=1.5",
                Address("kolla", (("search", 9200),), True, "flog", "me", verify=False, patience=1.5),
            ),
        ],
    )  # fmt: skip
    def test_of_a_url(self, url, address):
        """
        A URL says kind, hosts, TLS, prefix, user and options; ports and prefixes have defaults.
        """
        assert address_of(url) == address

    def test_password_file(self, tmp_path):
        """
        A password may be in a file instead, without its last newline.
        """
        (tmp_path / "secret").write_text("s3cret\n")

        assert address_of(f"opensearch://me@search?password_file={tmp_path / 'secret'}").password == "s3cret"

    def test_is_shown_without_secrets(self):
        """
        No text of an address holds user or password.
        """
        address = address_of("opensearch+https://me:s3cret@search:9250/logs")

        assert (str(address), "s3cret" in repr(address)) == ("opensearch+https://search:9250/logs", False)

    @pytest.mark.parametrize(
        "url",
        [
            "elasticsearch://me:s3cret@search",
            "opensearch://me:s3cret@",
            "opensearch://me:s3cret@/logs",
            "opensearch://me:s3cret@sea rch",
            "opensearch://me:s3cret@search:port",
            "opensearch://me:s3cret@search/Logs*",
            "opensearch://me:s3cret@search/a,b",
            "opensearch://me:s3cret@search/_all",
            "opensearch://me:s3cret@search?patience=long",
            "opensearch://me:s3cret@search?patience=-1",
            "opensearch://me:s3cret@search?tls=yes",
            "opensearch://me:s3cret@search?password_file=/nowhere",
        ],
    )
    def test_refuses_what_is_none(self, url):
        """
        A bad URL is refused with what is wrong, and the message does not repeat the password.
        """
        with pytest.raises(StoreError) as problem:
            address_of(url)

        assert "s3cret" not in str(problem.value)
