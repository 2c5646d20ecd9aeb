"""Requests to a cluster: what is tried again, what is refused, and how that is said."""

from __future__ import annotations

import json
import shutil
import ssl
import subprocess
import time
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from venus_logging.errors import StoreError, StoreFullError, StoreUnavailableError
from venus_logging.store.opensearch.address import address_of
from venus_logging.store.opensearch.client import Client, pauses

BUSY = (429, {"error": {"type": "es_rejected_execution_exception", "reason": "queue full"}, "status": 429})
FLOOD = (429, {"error": {"type": "cluster_block_exception", "reason": "disk usage exceeded flood-stage"}})
BLOCKED = (403, {"error": {"type": "cluster_block_exception", "reason": "index [a] blocked by: FORBIDDEN/8"}})
FORBIDDEN = (403, {"error": {"root_cause": [{"type": "security_exception", "reason": "no permissions"}]}})
PROXY = (502, "<html>bad gateway</html>")
FINE = (200, {"fine": True})


class Scripted:
    """A server that gives answers in order, the last one for ever, and remembers what it was asked."""

    def __init__(self, certificate=None):
        self.answers = [FINE]
        self.asked = []
        self.wait = 0.0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers.get("content-length") or 0)
                outer.asked.append((self.path, self.rfile.read(length), self.headers.get("authorization")))
                time.sleep(outer.wait)
                status, body = outer.answers.pop(0) if len(outer.answers) > 1 else outer.answers[0]
                data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
                self.send_response(status)
                self.send_header("content-type", "text/html" if isinstance(body, str) else "application/json")
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.host = f"127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def scripted():
    """A server to be told what to answer."""
    made = Scripted()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def client(scripted):
    """A client of it, with a password."""
    opened = Client(address_of(f"opensearch://me:s3cret@{scripted.host}/logs"))
    yield opened
    opened.close()


class TestAsk:
    @pytest.mark.parametrize("first", [BUSY, BLOCKED, PROXY, FLOOD], ids=["busy", "blocked", "proxy", "flood"])
    def test_tries_again_what_may_succeed_later(self, scripted, client, first):
        """
        What is refused for now is asked again, the same way.
        """
        scripted.answers = [first, FINE]

        answer = client.ask("POST", "/x", {"a": 1})

        assert (answer.body, [body for _, body, _ in scripted.asked]) == ({"fine": True}, [b'{"a":1}'] * 2)

    @pytest.mark.parametrize(
        ("answer", "error", "words"),
        [
            (BUSY, StoreUnavailableError, "queue full"),
            (BLOCKED, StoreUnavailableError, "FORBIDDEN/8"),
            (PROXY, StoreUnavailableError, "bad gateway"),
            (FLOOD, StoreFullError, "flood-stage"),
            (FORBIDDEN, StoreError, "check the user's permissions"),
            ((400, {"error": {"type": "parsing_exception", "reason": "no\nsuch thing"}}), StoreError, "no such thing"),
        ],
        ids=["busy", "blocked", "proxy", "flood", "forbidden", "bad"],
    )
    def test_says_what_was_refused(self, scripted, client, answer, error, words):
        """
        A refusal is an error of its kind, with the cluster's own words on one line, its address, and no password.
        """
        scripted.answers = [answer]

        with pytest.raises(error) as problem:
            client.ask("POST", "/x", patience=0)
        text = str(problem.value)

        assert (type(problem.value), words in text, scripted.host in text, "s3cret" in text, "\n" in text) == (
            error, True, True, False, False,
        )  # fmt: skip

    def test_does_not_ask_again_what_takes_long(self, scripted, client):
        """
        A request that got no answer in time is not repeated: it would take as long again.
        """
        scripted.wait = 3.0

        assert (client.once("POST", "/x", timeout=0.2).kind, len(scripted.asked)) == ("timeout", 1)

    def test_names_itself(self, scripted, client):
        """
        User and password go with every request.
        """
        client.ask("POST", "/x")

        assert scripted.asked[0][2] == f"Basic {b64encode(b'me:s3cret').decode()}"

    def test_goes_to_the_next_host(self, scripted):
        """
        When one host does not answer, the next one is asked.
        """
        client = Client(address_of(f"opensearch://127.0.0.1:9,{scripted.host}/logs"))

        assert client.ask("POST", "/x").body == {"fine": True}


class TestTls:
    @pytest.fixture
    def certificate(self, tmp_path):
        """A certificate with its key, signed by itself."""
        if shutil.which("openssl") is None:
            pytest.skip("openssl is not installed, which makes a certificate")
        path = tmp_path / "server.pem"
        name = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
        kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        call = ["openssl", "req", "-x509", *kind, *name, "-keyout", str(path), "-out", f"{path}.crt"]
        subprocess.run(call, check=True, capture_output=True)
        path.write_text(path.read_text() + (tmp_path / "server.pem.crt").read_text())
        return path

    @pytest.fixture
    def encrypted(self, certificate):
        """A server that speaks TLS."""
        made = Scripted(certificate)
        yield made
        made.server.shutdown()
        made.server.server_close()

    def test_trusts_what_it_is_told_to(self, encrypted, certificate):
        """
        A server whose authority is named, or that is not checked, is asked.
        """
        urls = [f"opensearch+https://{encrypted.host}/logs?{how}" for how in (f"ca={certificate}.crt", "verify=no")]

        assert [Client(address_of(url)).ask("POST", "/x").body for url in urls] == [{"fine": True}] * 2

    def test_trusts_nobody_else(self, encrypted):
        """
        A server of an unknown authority gets no request, and the error says why.
        """
        client = Client(address_of(f"opensearch+https://me:s3cret@{encrypted.host}/logs"))

        with pytest.raises(StoreUnavailableError, match="certificate verify failed"):
            client.ask("POST", "/x", patience=0)

        assert encrypted.asked == []


class TestPauses:
    def test_are_bounded(self):
        """
        Without patience there is no second attempt, and the first pause is short.
        """
        assert (list(pauses(0)), next(pauses(60)) <= 0.1) == ([], True)
