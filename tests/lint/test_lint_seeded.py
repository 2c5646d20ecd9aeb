"""A tree with many findings, and a baseline of them all: a fault more is that finding, one less shrinks the file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from venus_logging.lint.baseline import Baseline
from venus_logging.lint.files import find
from venus_logging.lint.rules import rules
from venus_logging.lint.run import run

EXAMPLES = Path(__file__).with_name("rules")
# One fault of each rule, in a function that has the logger LOG.
FAULTS = {
    "VLP201": "LOG.info(f'Removed the stray shelf {shelf}')",
    "VLP202": "text = 'Removed the stray shelf %s' % shelf\nLOG.info(text)",
    "VLP203": "try:\n    shelf.go()\nexcept OSError as gone:\n    LOG.warning(gone)",
    "VLP204": "LOG.info(shelf.text())",
    "VLP205": "LOG.info('Removed the stray %s of %s', shelf, shelf.row)",
    "VLP206": "LOG.info('Removed the stray shelf: %(err)s', {'err': shelf.state})",
    "VLP207": "LOG.info('Removed the stray shelf %s', shelf_id)",
    "VLP208": "LOG.info('Removed the stray shelf %(row)s', {'column': shelf.row})",
    "VLP209": "LOG.exception('Removed the stray shelf')",
    "VLP210": "try:\n    shelf.go()\nexcept OSError as gone:\n    LOG.exception('Kept the stray shelf: %s', gone)",
    "VLP211": "try:\n    shelf.go()\nexcept OSError:\n    LOG.error('Kept the stray shelf')",
    "VLP212": "LOG.info(_('Removed the stray shelf'))",
    "VLP214": "LOG.info('Removing the stray shelf')",
    "VLP215": "LOG.info('Removed the stray shelf\\nand its row')",
    "VLP216": "LOG.info('Opened the stray shelf by %s', shelf.password)",
    "VLP217": "LOG.info('%s.', shelf)",
    "VLP218": "LOG.info('Turned the stray shelf')\nLOG.warning('Turned the stray shelf')",
    "VLP219": "LOG.error('Recovered the stray shelf')",
    "VLP220": "LOG.info('Failed to remove the stray shelf')",
    "VLP221": "OTHER = logging.getLogger('stray')\nOTHER.info('Removed the stray shelf')",
    "VLP222": "LOG.debug('Removed the stray shelf %s', json.dumps(shelf))",
    "VLP223": "LOG.info('Removed the stray shelf', extra={'name': shelf})",
    "VLP224": "import venus_logging\nwith venus_logging.operation('compute.shelf.remove'):\n    shelf.go()",
    "VLP225": "import venus_logging\nvenus_logging.operation('compute.instance.create')",
    "VLP226": "print('Removed the stray shelf')",
    "VLP227": "LOG.info(('Removed the stray shelf %s', shelf))",
}


def seed(path: Path, fault: str) -> None:
    """Adds a function with a fault to the end of a file."""
    body = "".join(f"    {line}\n" for line in fault.splitlines())
    with path.open("a") as file:
        file.write(f"\n\ndef seeded(shelf, shelf_id):\n{body}")


def findings(tree: Path):
    """All findings on a tree, and its files."""
    checked = list(run(find([tree], ())))
    return [finding for each in checked for finding in each.findings], [each.path for each in checked]


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A copy of all examples, with a baseline."""
    folder = tmp_path_factory.mktemp("seeded")
    shutil.copytree(EXAMPLES, folder / "tree")
    Baseline(folder / "known.json").renewed(*findings(folder / "tree")).write()
    return folder


@pytest.fixture
def file(tree):
    """One file of the tree, which is as it was afterwards."""
    path = tree / "tree" / "VLP201" / "good_arguments.py"
    before = path.read_text()
    yield path
    path.write_text(before)


class TestSeeded:
    def test_faults(self):
        """
        There is a fault of each rule.
        """
        assert sorted(FAULTS) == [rule.code for rule in rules()]

    def test_unchanged(self, tree):
        """
        An unchanged tree has no new finding, and nothing leaves the baseline.
        """
        known = Baseline.read(tree / "known.json")
        found, files = findings(tree / "tree")
        assert (known.new(found), len(known.shrunk(found, files))) == ([], len(known))

    @pytest.mark.parametrize("code", FAULTS)
    def test_one_more(self, tree, file, code):
        """
        A fault more is exactly one new finding, of its rule.
        """
        seed(file, FAULTS[code])
        found, _ = findings(file)
        assert [each.rule for each in Baseline.read(tree / "known.json").new(found)] == [code]

    def test_one_less(self, tree, file):
        """
        A known fault that is mended leaves the baseline, and is new when it comes back.
        """
        seed(file, FAULTS["VLP201"])
        known = Baseline.read(tree / "known.json").renewed(*findings(file))
        file.write_text(file.read_text().replace("f'Removed the stray shelf {shelf}'", "'Removed %s', shelf"))
        shrunk = known.shrunk(*findings(file))
        seed(file, FAULTS["VLP201"])

        assert len(known) - len(shrunk) == 1
        assert [each.rule for each in shrunk.new(findings(file)[0])] == ["VLP201"]
