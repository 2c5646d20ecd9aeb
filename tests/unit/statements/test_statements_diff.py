"""What became of log statements."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venus_logging.statements import Source, diff, parse

HEAD = "import logging\nLOG = logging.getLogger(__name__)\n"


def module(name, **functions):
    """The statements of a module whose functions hold these lines."""
    text = "".join(f"def {key}():\n    {line or 'pass'}\n" for key, line in functions.items())
    return parse(Source(f"{name}.py", name, HEAD + text))


def short(changes):
    """Kinds, old and new format of each change."""
    return [("|".join(each.kinds), each.old and each.old.format, each.new and each.new.format) for each in changes]


class TestDiff:
    @pytest.mark.parametrize(
        ("old", "new", "kinds"),
        [
            ("LOG.info('Deleted %s', x)", "LOG.info('Deleted %s', x)", []),
            ("LOG.info('Deleted %s', x)", "LOG.info('Deleted volume %s', x)", ["reworded"]),
            ("LOG.info('Deleted %s', x)", "LOG.info('Deleted %(x)s', {'x': x})", ["placeholders"]),
            ("LOG.info('Deleted %s', x)", "LOG.debug('Deleted %s', x)", ["level"]),
            ("LOG.info('Deleted %s', x)", "LOG.info('Deleted %s', x.id)", ["arguments"]),
            ("LOG.info('Deleted %s', x)", "LOG.info('Deleted %s', x, instance=i)", ["resource"]),
            ("LOG.info('Deleted %s', x)", "LOG.info(f'Deleted {x}')", ["eager"]),
            ("LOG.exception('Deleted %s', x)", "LOG.error('Deleted %s', x)", ["traceback"]),
            ("LOG.info('Deleted %s', x, exc_info=e)", "LOG.info('Deleted %s', x, exc_info=False)", ["traceback"]),
            ("LOG.info('Deleted %s', x)", "LOG.error('Deleted the volume %s', y)", ["reworded|level|arguments"]),
            ("LOG.info('Deleted %s', x)", "", ["gone"]),
            ("", "LOG.info('Deleted %s', x)", ["new"]),
            ("LOG.info('Deleted %s', x)", "LOG.info('Cannot reach the server at all')", ["gone", "new"]),
            ("LOG.info(x)", "LOG.info(y)", []),
        ],
    )
    def test_one(self, old, new, kinds):
        """
        Each kind of change of one statement is named; statements without a text are none.
        """
        found = diff(module("a", f=old), module("a", f=new))

        assert ["|".join(each.kinds) for each in found] == kinds

    def test_arguments(self):
        """
        What was lost and gained is said by name.
        """
        old = module("a", f="LOG.info('%(a)s at %(b)s of %(c)s', values)")
        new = module("a", f="LOG.info('%(a)s at %(d)s', values)")

        (change,) = diff(old, new)

        assert (change.kinds, change.lost, change.gained) == (("reworded", "arguments"), ("b", "c"), ("d",))

    def test_moved(self):
        """
        The same message of another logger has moved, so its id is another.
        """
        line = "LOG.info('Deleted the volume %s', x)"

        (change,) = diff(module("a", f=line), module("b", f=line))

        assert (change.kinds, change.keeps_id, change.new and change.new.logger) == (("moved",), False, "b")

    def test_short_moved(self):
        """
        A message of a word or two in another logger is another message.
        """
        line = "LOG.info('Done')"

        assert short(diff(module("a", f=line), module("b", f=line))) == [("gone", "Done", None), ("new", None, "Done")]

    def test_function(self):
        """
        The same message in another function of the module is no change.
        """
        line = "LOG.info('Deleted %s', x)"

        assert diff(module("a", f=line), module("a", g=line)) == []

    def test_merged(self):
        """
        Messages that became one elsewhere have all moved there.
        """
        line = "LOG.info('Deleted the volume %s', x)"

        found = diff(module("a", f=line) + module("b", f=line), module("c", f=line))

        assert [("|".join(each.kinds), each.old and each.old.logger) for each in found] == [
            ("moved", "a"),
            ("moved", "b"),
        ]

    def test_merged_like(self):
        """
        Messages that one general message replaces have become it; what is only a little like it is gone.
        """
        texts = (
            "The default thread pool %s is shutting down",
            "The cell thread pool %s is shutting down",
            "Closed it all",
        )
        old = module("a", **{f"f{number}": f"LOG.info({text!r}, x)" for number, text in enumerate(texts)})
        new = module("b", f="LOG.info('The thread pool %s is shutting down', x)")

        assert [kinds for kinds, *_ in short(diff(old, new))] == ["reworded|moved", "reworded|moved", "gone"]

    def test_places(self):
        """
        A message that is said at fewer or more places is neither gone nor new.
        """
        line = "LOG.info('Deleted %s', x)"
        one, two = module("a", f=line), module("a", f=line, g=line)

        assert (short(diff(two, one)), short(diff(one, two))) == (
            [("fewer", "Deleted %s", None)],
            [("more", None, "Deleted %s")],
        )

    def test_partner(self):
        """
        The likest partner is taken, and of equals the one in the same function.
        """
        old = module("a", f="LOG.info('Cannot delete volume %s', x)", g="LOG.info('Cannot delete volumes %s', x)")
        new = module("a", g="LOG.info('Cannot delete the volume %s', x)", f="LOG.info('Cannot delete a volume %s', x)")

        assert short(diff(old, new)) == [
            ("reworded", "Cannot delete volume %s", "Cannot delete a volume %s"),
            ("reworded", "Cannot delete volumes %s", "Cannot delete the volume %s"),
        ]

    @pytest.mark.parametrize(
        ("new", "expected"),
        [
            ("LOG.debug('Deleted %s', x)", True),
            ("LOG.info('Deleted %s', y)", True),
            ("LOG.info('Deleted the %s', x)", False),
            ("LOG.info(f'Deleted {x}')", False),
            ("LOG.info('Deleted %s' % x)", False),
        ],
    )
    def test_keeps_id(self, new, expected):
        """
        Who asks for the template's id finds it while format and logger are the same, and logging formats it.
        """
        (change,) = diff(module("a", f="LOG.info('Deleted %s', x)"), module("a", f=new))

        assert change.keeps_id is expected

    @given(st.lists(st.sampled_from(["one thing", "two things %s", "three other things", "%s"]), max_size=8))
    def test_same(self, texts):
        """
        A version is equal to itself, in whatever order its functions stand.
        """
        lines = {f"f{number}": f"LOG.info({text!r})" for number, text in enumerate(texts)}

        assert diff(module("a", **lines), module("a", **dict(reversed(lines.items())))) == []

    @given(st.lists(st.text("abc %s", max_size=9), max_size=6), st.lists(st.text("abc %s", max_size=9), max_size=6))
    def test_all(self, old, new):
        """
        Every statement that is not the same on both sides is in one change, and no other.
        """
        before = module("a", **{f"f{number}": f"LOG.info({text!r})" for number, text in enumerate(old)})
        after = module("a", **{f"f{number}": f"LOG.info({text!r})" for number, text in enumerate(new)})

        changes = diff(before, after)

        gone, there = [each.old for each in changes if each.old], [each.new for each in changes if each.new]
        left = sorted(each.format for each in before if each not in gone)
        assert left == sorted(each.format for each in after if each not in there)
