"""Requirements as data: what the form is, what is refused, and that the project's checks exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from venus_logging.contract import Problem
from venus_logging.errors import ContractError
from venus_logging.schema.requirements import CODES, Requirement, missing, read, unchecked

ROOT = Path(__file__).parents[3]
PAGE = """# Time

Words.

### VLM-TIME-1

A time **MUST** be
in UTC.

- For: emitter, store
- Check: `code:format`, `test:tests/test_a.py::TestA::test_b`

Example:

```json
{"a": 1}
```

Wrong:

```json
{"a": 2}
```

Words.

### VLM-TIME-2

A time **MUST NOT** be wrong.

- For: registry
- Check: none

Example:

```text
noon
```
"""
FIRST = Requirement(
    id="VLM-TIME-1",
    level="MUST",
    text="A time **MUST** be in UTC.",
    parties=("emitter", "store"),
    checks=(("code", "format"), ("test", "tests/test_a.py::TestA::test_b")),
    language="json",
    example='{"a": 1}\n',
    wrong='{"a": 2}\n',
    page="time",
)
SECOND = Requirement(
    "VLM-TIME-2", "MUST NOT", "A time **MUST NOT** be wrong.", ("registry",), (), "text", "noon\n", "", "time"
)


@pytest.fixture
def page(tmp_path):
    """Writes a page of a specification and gives its folder."""

    def write(text: str) -> Path:
        (tmp_path / "time.md").write_text(text)
        return tmp_path

    return write


class TestRead:
    def test_form(self, page):
        """
        A requirement has an id, a level, sentences, parties, checks, an example and perhaps a counter-example.
        """
        assert read(page(PAGE)) == (FIRST, SECOND)

    def test_none(self, page):
        """
        A page may require nothing.
        """
        assert read(page("# Words\n")) == ()

    def test_area(self):
        """
        The area is the middle of the id.
        """
        assert FIRST.area == "TIME"

    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            ("- For: emitter, store\n", "", r"time.md:5: '### VLM-TIME-1' has not the form of a requirement"),
            ("### VLM-TIME-2", "### VLM-time-2", r"time.md:27: '### VLM-time-2' has not the form of a requirement"),
            ("**MUST** be", "must be", r"time.md:5: VLM-TIME-1 says \[\], expected one MUST or MUST NOT"),
            ("in UTC", "in UTC and **MUST** be new", r"VLM-TIME-1 says \['MUST', 'MUST'\], expected one"),
            ("emitter, store", "emitter, shop", r"VLM-TIME-1 is for 'shop'; known: emitter, collector, store"),
            ("`code:format`", "format", r"time.md:5: check format is none; write `code:`, `rule:`"),
        ],
    )
    def test_refused(self, page, old, new, message):
        """
        What has not the form is refused with its file, its line and what was expected.
        """
        assert old in PAGE
        with pytest.raises(ContractError, match=message):
            read(page(PAGE.replace(old, new, 1)))

    def test_no_text(self, tmp_path):
        """
        A page that is no text is an error that names it.
        """
        (tmp_path / "time.md").write_bytes(b"\xff")
        with pytest.raises(ContractError, match=r"time.md: cannot be read: "):
            read(tmp_path)


class TestChecks:
    def test_unchecked(self):
        """
        A requirement without a check is named.
        """
        assert unchecked((FIRST, SECOND)) == ["VLM-TIME-2"]

    @pytest.mark.parametrize(
        ("kind", "name"),
        [
            ("code", "shape"),
            ("rule", "nobody"),
            ("schema", "nothing.json"),
            ("test", "tests/test_a.py::TestA::test_c"),
            ("test", "tests/test_a.py::TestB::test_b"),
            ("test", "tests/test_b.py::test_b"),
        ],
    )
    def test_missing(self, tmp_path, kind, name):
        """
        A check that does not exist is named with its requirement.
        """
        (tmp_path / "tests").mkdir()
        (tmp_path / "tests" / "test_a.py").write_text("class TestA:\n    def test_b(self): ...\n")
        wrong = Requirement("VLM-A-1", "MUST", "", (), ((kind, name),), "", "", "", "a")

        assert missing((FIRST, wrong), tmp_path) == [f"VLM-A-1: {kind}:{name}"]

    def test_there(self):
        """
        A code, a rule, a schema and a test of the project are found.
        """
        checks = (
            ("code", "type"), ("rule", "prefixes"), ("schema", "events/*.json"),
            ("test", "tests/unit/schema/test_requirements.py::TestChecks::test_there"),
        )  # fmt: skip
        assert missing((Requirement("VLM-A-1", "MUST", "", (), checks, "", "", "", "a"),), ROOT) == []

    def test_codes(self):
        """
        The codes that a requirement may name are those that a problem can have.
        """
        documented = Problem.__doc__.partition("code: ")[2].partition("; stable")[0]

        assert set(CODES) == set(re.findall("[a-z]+", documented)) - {"or"}


class TestProject:
    def test_checks_exist(self):
        """
        Every check that the specification names exists.
        """
        assert missing(read(ROOT / "specs" / "text"), ROOT) == []

    def test_all_checked(self):
        """
        No requirement of the specification is without a check.
        """
        assert unchecked(read(ROOT / "specs" / "text")) == []
