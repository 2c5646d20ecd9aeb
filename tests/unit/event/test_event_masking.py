"""Masking: what is hidden in which notation, what stays, and that hostile text costs no more than its length."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from venus_logging.event.masking import MASK, is_secret_name, mask

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "masking").glob("*.json"))
# What was cut off ends with its text: nothing can stand behind it.
WHOLE = [path for path in EXAMPLES if "cut-off" not in path.stem]

RECORDED = Path(__file__).parents[4] / "shared" / "data" / "openstack-logs" / "run-json" / "nova-api.log.gz"

HOSTILE = [
    "password", "password=", 'password="', "password={", "password=[", "password={[", "password ", "password    ",
    "{", '"', "\\", 'password="\\', "password='\\\\", 'password\\"', "password\\\\\\", 'metadata={"', "metadata=['",
    "<password>", "<password><![CDATA[", "password>", "<password x", "--password ", "-", "('password', ",
    "password=a,", 'password=a"', "password=%(", "authorization: Digest a=\"", "cookie: a=b;", 'cookie: a="',
    "token: A b", "eyJ", "eyJaaaaaaaaa.", "eyJaaaaaaaaa.eyJaaaaaaaa.", "gAAAA", "a://", "a://u:", "a://u,", "a://u:p@",
    "-----BEGIN ", "-----BEGIN PRIVATE KEY-----", "\u0130password=", "key", "user_data",
    "token=", "token: ", "password -v ", "'password', '-v', ", "password%3D", "%3Ftoken%3D", "password%25", "key = AQ",
    "[client.a]", "[client.a]key = ", "[client.a] ", "bearer a1", "Bearer ", "basic a1", "Basic ", "signature=",
    "<password value=", "<password a ", 'password" value="', "password:" + " " * 64, "password=,", "password1234567",
]  # fmt: skip

WORK = """
import sys
from venus_logging.event.masking import mask

for unit in {units!r}:
    mask(unit * ({size} // len(unit)))
print("done")
"""


class TestMask:
    @pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
    def test_examples(self, path):
        """
        Every example of the folder comes out as it says, and masking it again changes nothing.
        """
        example = json.loads(path.read_text())
        got = mask(example["text"])

        assert (got, mask(got)) == (example["masked"], example["masked"])

    @pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.stem)
    def test_examples_inside(self, path):
        """
        A prefix of the log line and a line behind it change nothing about what is hidden.
        """
        example = json.loads(path.read_text())
        got = mask(f"[req-1] {example['text']}\nthe next line\n")

        assert got == f"[req-1] {example['masked']}\nthe next line\n"

    def test_folder(self):
        """
        The folder of examples is there, and no secret stands in what is expected.
        """
        wanted = [json.loads(path.read_text())["masked"] for path in EXAMPLES]

        assert (len(wanted) > 100, [text for text in wanted if "cr3t" in text]) == (True, [])

    @pytest.mark.parametrize("text", ["", "nothing to hide", "GET /v3/servers 200", "Straße 5 \u0130", "x" * 100_000])
    def test_same_object(self, text):
        """
        A text without anything to hide comes back as the same object.
        """
        assert mask(text) is text

    @pytest.mark.parametrize("text", ["keystone is up", "token expired", "see http://h/v3", "the metadata service"])
    def test_same_text(self, text):
        """
        A text with a secret's name, but no value, comes back equal.
        """
        assert mask(text) == text

    def test_oslo_keys(self):
        """
        Every name whose value oslo.utils masks is masked here too.
        """
        strutils = pytest.importorskip("oslo_utils.strutils", reason="oslo.utils is not installed")
        texts = [f"{name} = 'S3cr3t'" for name in sorted(strutils._SANITIZE_KEYS)]

        assert [text for text in texts if "S3cr3t" in mask(text)] == []

    @pytest.mark.parametrize("value", ["None", "null", "true", "False", "***", "-", "%s", "%(name)s"])
    def test_harmless(self, value):
        """
        A value that says nothing stays, bare and in quotes.
        """
        text = f"password={value} 'token': '{value}' {{\"secret\": \"{value}\"}}"

        assert mask(text) == text

    def test_large_container(self):
        """
        A container longer than anyone reads is hidden up to the end of the text.
        """
        text = 'metadata: {"a": "' + "x" * 300_000 + '"}, "name": "vm"'

        assert mask(text) == "metadata: {" + MASK

    def test_large_values(self):
        """
        A value of many kilobytes is hidden whole.
        """
        long = "Ab1/" * 50_000
        text = f'{{"user_data": "{long}", "password": "{long}"}}'

        assert mask(text) == '{"user_data": "***", "password": "***"}'


@pytest.fixture(scope="module")
def messages():
    """The messages of a real nova-api at DEBUG."""
    with gzip.open(RECORDED, "rt") as lines:
        return [str(json.loads(line)["message"]) for line in lines if line.startswith("{")]


@pytest.mark.skipif(not RECORDED.exists(), reason=f"needs the recorded logs, {RECORDED.name} of run-json")
class TestRecorded:
    def test_secrets(self, messages):
        """
        The passwords that the recorded cloud used, and the user data of its servers, are gone.
        """
        secrets = ["mcsecret", "guest:guest@", "I2Nsb3VkLWNvbmZpZwpwYXNzd29yZDog", "HUNTER2SECRET"]
        masked = [mask(message) for message in messages]

        assert [secret for secret in secrets if any(secret in message for message in messages)]
        assert [message for message in masked if any(secret in message for secret in secrets)] == []

    def test_rest(self, messages):
        """
        All but a few messages of a real log stay as they are, and masking is done once.
        """
        masked = [mask(message) for message in messages]
        changed = sum(one != two for one, two in zip(messages, masked, strict=True))

        assert [mask(message) for message in masked] == masked
        assert changed < len(messages) / 50


class TestHostile:
    def test_time(self):
        """
        Text made of one root, bracket, quote or half a pattern over and over is masked within the length's reach.
        """
        # NOTE: quadratic work on so much text takes minutes to hours for each unit; linear work takes seconds for all.
        work = WORK.format(units=HOSTILE, size=120_000)
        done = subprocess.run([sys.executable, "-c", work], capture_output=True, text=True, timeout=120)

        assert (done.returncode, done.stdout, done.stderr) == (0, "done\n", "")

    @pytest.mark.parametrize("unit", ["password", "{", '"', "\\"])
    def test_megabyte(self, unit):
        """
        A megabyte of one unit has nothing to hide and comes back equal.
        """
        text = unit * (1_000_000 // len(unit))

        assert mask(text) == text


class TestIsSecretName:
    @pytest.mark.parametrize(
        "name",
        ["password", "adminPass", "OS_PASSWORD", "password2", "x.auth_token", "X-Subject-Token", "api_key", "ssh-key",
         "apikey", "user_data", "key_data", "metadata", "personality", "injected_files", "client_secret", "Cookie"],
    )  # fmt: skip
    def test_secret(self, name):
        """
        A name that ends in a secret's word, or in that of a tenant's data, is a secret's name.
        """
        assert is_secret_name(name) is True

    @pytest.mark.parametrize(
        "name", ["", "x.cell", "key", "monkey", "public_key", "data", "token_expiration", "password_policy", "files"]
    )
    def test_harmless(self, name):
        """
        A name that only contains such a word, or ends in half of one, is none.
        """
        assert is_secret_name(name) is False
