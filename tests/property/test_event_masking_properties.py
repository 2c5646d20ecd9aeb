"""Masking of any text: done once is done, and no notation lets a secret through."""

from __future__ import annotations

import json

from hypothesis import example, given
from hypothesis import strategies as st

from venus_logging.event.masking import mask

SECRETS = st.from_regex(r"[A-Za-z0-9!#$%^*+./~@_-]{4}Zq7x[A-Za-z0-9!#$^*+./~_-]{0,12}", fullmatch=True)
QUOTED_SECRETS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc",), exclude_characters="'\"\\"), max_size=20
).map(lambda tail: f"Zq7x{tail}")
NAMES = st.sampled_from(
    ["password", "admin_password", "adminPass", "OS_PASSWORD", "X-Auth-Token", "X-Subject-Token", "token", "api_key",
     "transport_secret", "passphrase", "user_data", "private_key", "auth_key", "client_secret", "password1"]
)  # fmt: skip
BARE = st.sampled_from(
    ["{name}={secret}", "{name} = {secret}", "{name}: {secret}", "--{name} {secret}", "--{name}={secret}",
     "GET /?a=1&{name}={secret}&b=2", "<{name}>{secret}</{name}>",
     "f({name}={secret}, user=ada)", "{name}        = {secret}", "-n a.{name} -v {secret} -x",
     "{name}:                {secret}"]
)  # fmt: skip
QUOTED = st.sampled_from(
    ["{name}='{secret}'", '{name}: "{secret}"', "{{'{name}': '{secret}', 'id': 7}}", "{{u'{name}': u'{secret}'}}",
     '{{"{name}": "{secret}", "id": 7}}', '{{"a": {{"{name}" : "{secret}"}}}}', "--{name} '{secret}' next",
     "('{name}', '{secret}')", "{{b'{name}': b'{secret}'}}",
     "['-n', '{name}', '-v', '{secret}']", '<p name="{name}" value="{secret}"/>', '<{name} id="7" value="{secret}"/>',
     "{name} '{secret}'"]
)  # fmt: skip
AROUND = st.text(st.characters(codec="utf-8", exclude_characters="'\"\\<>()[]{}:=@-./"), max_size=12).filter(
    lambda text: not text or not text[-1].isalnum()
)
PIECES = st.sampled_from(
    ["password", "token", "metadata", "user_data", "api_key", "cookie", "authorization", "=", ": ", " ", "'", '"', "\\",
     "\\\"", "{", "}", "[", "]", "(", ")", ",", ";", "&", "<", ">", "</", "--", "***", "None", "abc", "u'", "%s", "://",
     "@",     "http://a:b@c", "eyJhbGciOiJFUzI1NiJ9", ".", "Bearer ", "{SHA256}ab", "\n", "s", "1", "Word word",
     "-v", "--value ", "value=", "%3D", "%26", "%253d", "signature", "key = AQ" + "a1" * 18 + "==", "Basic ", "a1" * 9,
     "[client.a]", "key = ", ", ", "     ", "/>", "<password ",
     "gAAAA" + "x" * 41,     "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "<![CDATA[", "\u0130", "%(a)s"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=14).map("".join)


class TestMask:
    @given(TEXTS)
    def test_idempotent(self, text):
        """
        Masking what is masked changes nothing.
        """
        once = mask(text)

        assert mask(once) == once

    @given(AROUND, BARE, NAMES, SECRETS)
    def test_bare(self, before, form, name, secret):
        """
        A secret without quotes is gone from every notation.
        """
        got = mask(f"{before} {form.format(name=name, secret=secret)}")

        assert "Zq7x" not in got

    @given(AROUND, QUOTED, NAMES, QUOTED_SECRETS)
    def test_quoted(self, before, form, name, secret):
        """
        A secret in quotes is gone from every notation, whatever characters it has.
        """
        got = mask(f"{before} {form.format(name=name, secret=secret)}")

        assert "Zq7x" not in got

    @given(NAMES, st.text(max_size=20), st.integers(0, 3))
    @example("password", '"', 1)
    @example("password", "\\", 2)
    def test_json_in_json(self, name, tail, depth):
        """
        A secret in JSON is gone however often the JSON was quoted as JSON again, and what stands behind it stays.
        """
        text = json.dumps({name: f"{tail}Zq7x{tail}", "behind": 1})
        for _ in range(depth):
            text = json.dumps(text)
        got = mask(text)

        assert ("Zq7x" in got, "behind" in got) == (False, True)

    @given(NAMES, st.text(max_size=20))
    def test_repr(self, name, tail):
        """
        A secret in a dict's repr is gone, and what stands behind it stays.
        """
        got = mask(repr({name: f"{tail}Zq7x{tail}", "behind": 1}))

        assert ("Zq7x" in got, "behind" in got) == (False, True)

    @given(st.dictionaries(st.text(max_size=8), st.text(max_size=8), min_size=1), st.booleans())
    def test_containers(self, tenant, as_json):
        """
        Nothing of a tenant's own data is left, and what stands behind it stays.
        """
        event = {"metadata": tenant | {"Zq7x": "Zq7x"}, "behind": 1}
        got = mask(json.dumps(event) if as_json else repr(event))

        assert ("Zq7x" in got, "behind" in got) == (False, True)

    @given(st.lists(st.tuples(NAMES, SECRETS), min_size=1, max_size=5), st.sampled_from([" ", ", ", "\n", "; ", "&"]))
    def test_several(self, pairs, between):
        """
        Of several secrets in one text each is hidden, and every name stays.
        """
        got = mask(between.join(f"{name}={secret}" for name, secret in pairs))

        assert got == between.join(f"{name}=***" for name, _ in pairs)

    @given(SECRETS.filter(lambda secret: "/" not in secret), st.integers(1, 3))
    def test_urls(self, secret, hosts):
        """
        The password of every host of a transport URL is hidden.
        """
        got = mask("rabbit://" + ",".join(f"ada:{secret}@h{number}:5672" for number in range(hosts)) + "/vhost")

        assert got == "rabbit://" + ",".join(f"ada:***@h{number}:5672" for number in range(hosts)) + "/vhost"

    @given(st.text(st.characters(codec="utf-8", exclude_characters="sSkKdDfFyYiI:\u017f\u212a")))
    def test_nothing_to_hide(self, text):
        """
        A text that cannot have a name of a secret comes back as the same object.
        """
        assert mask(text) is text
