"""YAML that others wrote."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from venus_logging.errors import ContractError
from venus_logging.schema.documents import read

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.text(st.characters(codec="ascii", categories=["L", "N"])),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.from_regex(r"[a-z]{1,5}", fullmatch=True), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.fixture
def file(tmp_path):
    """Writes one YAML file and gives its path."""

    def write(text: str | bytes):
        path = tmp_path / "a.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


class TestRead:
    def test_plain(self, file):
        """
        Mappings, lists, strings, numbers, booleans and null come out as Python has them.
        """
        path = file("a: [1, 2.5, true, null, 'no']\nb: {c: d}\n")

        assert read(path).data == {"a": [1, 2.5, True, None, "no"], "b": {"c": "d"}}

    def test_lines(self, file):
        """
        The line of every value is known.
        """
        path = file("a:\n  - 1\n  - b: 2\n")

        assert {key: line for key, line in read(path).lines.items() if "<key>" not in key} == {
            (): 1, ("a",): 1, ("a", 0): 2, ("a", 1): 3, ("a", 1, "b"): 3,
        }  # fmt: skip

    def test_empty(self, file):
        """
        An empty file is no data.
        """
        assert read(file("# nothing\n")).data is None

    @given(plain)
    def test_round_trip(self, tmp_path_factory, data):
        """
        What YAML writes of plain data is read back equal.
        """
        path = tmp_path_factory.mktemp("yaml") / "a.yaml"
        path.write_text(yaml.safe_dump(data, default_flow_style=False))

        assert read(path).data == data


class TestRefused:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("a: &x 1\nb: *x\n", "2: alias *x; write the value out"),
            ("a: 1\nb: 2\na: 3\n", "3: key 'a' stands twice"),
            ("a: 1\n2: b\n", "2: key '2' is no string; put the key in quotes"),
            ("when: 2026-08-01\n", "1: tag 'tag:yaml.org,2002:timestamp'; put the value in quotes"),
            ("a: !!python/object:os.system x\n", "1: tag 'tag:yaml.org,2002:python/object:os.system'; put"),
            ("a: !!set {b, c}\n", "1: tag 'tag:yaml.org,2002:set'"),
            ("a: !!int x\n", "1: value 'x': invalid literal"),
            ("a: [1\nb: 2\n", "2: no YAML: "),
            ("a: 1\n---\nb: 2\n", "no YAML: "),
            ("a: \x07\n", "no YAML: "),
            ("[" * 17 + "]" * 17, "1: nested deeper than 16"),
        ],
    )
    def test_text(self, file, text, message):
        """
        What is not plain YAML is refused with its line.
        """
        path = file(text)

        with pytest.raises(ContractError, match=re.escape(message)) as caught:
            read(path)
        assert caught.value.message.startswith(str(path))

    @pytest.mark.parametrize("text", [b"a: \xff\n", b"# " + b"a" * 100])
    def test_bytes(self, file, text):
        """
        Bytes that are no UTF-8 and files beyond the bound are refused.
        """
        with pytest.raises(ContractError, match=r"cannot be read|larger than 50 bytes"):
            read(file(text), max_bytes=50)

    def test_missing(self, tmp_path):
        """
        A file that is not there is named.
        """
        with pytest.raises(ContractError, match=r"nowhere\.yaml: cannot be read"):
            read(tmp_path / "nowhere.yaml")

    def test_deep_is_quick(self, file):
        """
        A hundred thousand brackets are refused before anything recurses into them.
        """
        with pytest.raises(ContractError, match="nest"):
            read(file("[" * 100_000))


class TestError:
    def test_nearest(self, file):
        """
        An error about a value that is missing points at its nearest parent.
        """
        document = read(file("a:\n  b:\n    c: 1\n"))

        assert (
            str(document.error(("a", "b", "d", 0), "missing d", hint="add it"))
            == f"{document.path}:2: missing d; add it"
        )
