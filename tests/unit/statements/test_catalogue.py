"""The statements of a code base as a file and as what recognises messages."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venus_logging.errors import SourceError
from venus_logging.event.template import template_id
from venus_logging.statements import Catalogue, Source, load, parse, row

HEAD = "import logging\nLOG = logging.getLogger(__name__)\n"
TEXT = f"""{HEAD}
LOG.info('Deleting volume %s', x)
LOG.info('Deleting volume %s of %s', x, y)
LOG.error(f'Lost {{x}} of the disks')
LOG.info('%s: %s', x, y)
LOG.info(x)
def dump(logger):
    logger.debug('Options follow:')
    logger.debug('*' * 20)
    logger.debug('%-30s = %s', x, y)
"""


@pytest.fixture
def statements():
    """The statements of a small module."""
    return parse(Source("cinder/api.py", "cinder.api", TEXT))


class TestFind:
    @pytest.mark.parametrize(
        ("logger", "body", "expected"),
        [
            ("cinder.api", "Deleting volume 7", "Deleting volume %s"),
            ("cinder.api", "Deleting volume 7 of 9", "Deleting volume %s of %s"),
            ("cinder.api", "Deleting volume 7: no such volume", "Deleting volume %s"),
            ("cinder.api", "Lost 3 of the disks", "Lost {x} of the disks"),
            ("cinder.api", "Options follow:", "Options follow:"),
            ("nova.cmd", "Options follow:", "Options follow:"),
            ("nova.cmd", "********************", "********************"),
            ("nova.cmd", f"{'debug':<30} = True", "%-30s = %s"),
            ("nova.cmd", "a_group.an_option_with_a_long_name = True", "%-30s = %s"),
            ("nova.cmd", "x = 1", None),
            ("nova.cmd", "some words that are a sentence here = 1", None),
            ("nova.cmd", "Deleting volume 7", None),
            ("cinder.api", "7: 9", None),
        ],
    )
    def test_text(self, statements, logger, body, expected):
        """
        A message is found by the most literal text of its logger, or of a logger that was handed on.
        """
        found = Catalogue(statements).find(logger, "", body)

        assert (found and (found.logger, found.format)) == (expected and (logger, expected))

    def test_template(self, statements):
        """
        A format that is known decides, also where it is too short to be told from a text.
        """
        found = Catalogue(statements).find("cinder.api", "%s: %s", "Deleting volume 7")

        assert (found and found.format) == "%s: %s"

    def test_handed(self, statements):
        """
        The id of a statement whose logger was handed on is that of the logger which logged it.
        """
        found = Catalogue(statements).find("nova.cmd", "", "Options follow:")

        assert (found and found.template_id) == template_id("nova.cmd", "Options follow:")


class TestFile:
    @pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
    def test_back(self, tmp_path, statements, name):
        """
        What is written is read as it was, plain or gzip.
        """
        data = "".join(f"{json.dumps(row(each))}\n" for each in statements).encode()
        (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)

        assert load(tmp_path / name) == statements

    @given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9), max_size=3))
    def test_any(self, tmp_path_factory, texts):
        """
        Any text survives.
        """
        made = parse(Source("a.py", "a", HEAD + "".join(f"LOG.info({text!r})\n" for text in texts)))
        path = tmp_path_factory.mktemp("catalogue") / "a.jsonl"
        path.write_text("".join(f"{json.dumps(row(each))}\n" for each in made))

        assert load(path) == made

    @pytest.mark.parametrize("line", ["what?", "{}", "[]", '{"logger": 1}'])
    def test_refused(self, tmp_path, line):
        """
        A line that is no statement is refused by file and number.
        """
        (tmp_path / "a.jsonl").write_text(f"{line}\n")

        with pytest.raises(SourceError, match=r"a\.jsonl:1: no log statement: .*venus-log statements extract writes"):
            load(tmp_path / "a.jsonl")

    def test_no_gzip(self, tmp_path):
        """
        A file that is not what its name says is refused.
        """
        (tmp_path / "a.jsonl.gz").write_text("text")

        with pytest.raises(SourceError, match=r"a\.jsonl\.gz: cannot be read: Not a gzipped file"):
            load(tmp_path / "a.jsonl.gz")
