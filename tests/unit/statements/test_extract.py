"""Log statements of Python source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venus_logging.errors import SourceError
from venus_logging.event.template import template_id
from venus_logging.statements import Source, Statement, extract, parse

HEAD = "import logging\nLOG = logging.getLogger(__name__)\n"


def short(text: str) -> list[tuple[str, str, str, bool]]:
    found = parse(Source("a.py", "nova.a", HEAD + text))
    return [(each.level, each.format, each.style, each.named) for each in found]


class TestParse:
    def test_whole(self):
        """
        A statement says where it is, what it logs to, at which level, with which arguments and resource.
        """
        text = (
            f"{HEAD}class A:\n  def run(self):\n    LOG.warning('%(a)s of %(b)s', {{'a': 1, 'b': x.y}}, instance=i)\n"
        )

        assert parse(Source("nova/a.py", "nova.a", text)) == [
            Statement(
                logger="nova.a",
                level="WARNING",
                format="%(a)s of %(b)s",
                style="literal",
                named=False,
                args=("a", "b"),
                subject="instance",
                path="nova/a.py",
                function="A.run",
                line=5,
                parts=("", " of ", ""),
            )
        ]

    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("LOG.info('plain')", ("INFO", "plain", "literal", False)),
            ("LOG.warn('old name')", ("WARNING", "old name", "literal", False)),
            ("LOG.exception('why')", ("ERROR", "why", "literal", False)),
            ("LOG.error('early %s' % x)", ("ERROR", "early %s", "eager", False)),
            ("LOG.error('early {}'.format(x))", ("ERROR", "early {}", "eager", False)),
            ("LOG.debug(f'early {x.y!r}')", ("DEBUG", "early {x.y}", "eager", False)),
            ("LOG.debug(f'nothing inside')", ("DEBUG", "nothing inside", "literal", False)),
            ("LOG.info('a ' 'b ' + 'c')", ("INFO", "a b c", "literal", False)),
            ("LOG.info('a ' + x)", ("INFO", "", "dynamic", False)),
            ("LOG.info(_('translated %s'), x)", ("INFO", "translated %s", "literal", False)),
            ("LOG.info(strutils.mask_password('of %s' % x))", ("INFO", "of %s", "eager", False)),
            ("LOG.info(str(exc))", ("INFO", "", "dynamic", False)),
            ("LOG.log(logging.ERROR, 'given')", ("ERROR", "given", "literal", False)),
            ("LOG.log(level, 'given')", ("?", "given", "literal", False)),
            ("LOG.error(exc)", ("ERROR", "", "dynamic", False)),
            ("m = 'first'; LOG.info(m)", ("INFO", "first", "literal", True)),
            ("m = _('of %s') % x; LOG.info(m)", ("INFO", "of %s", "eager", True)),
            ("m = m; LOG.info(m)", ("INFO", "", "dynamic", True)),
            ("m: str = 'annotated'; LOG.info(m)", ("INFO", "annotated", "literal", True)),
        ],
    )
    def test_text(self, line, expected):
        """
        The text is read however it is written, and how it is written is said.
        """
        assert short(line) == [expected]

    @pytest.mark.parametrize(
        "line", ["LOG.info()", "LOG.info(*x)", "other.info('a')", "LOG.handlers('a')", "info('a')"]
    )
    def test_none(self, line):
        """
        What logs nothing, or to no logger, is no statement.
        """
        assert short(line) == []

    def test_every_text(self):
        """
        A variable that has had several texts gives a statement for each.
        """
        text = "if x:\n  m = 'yes'\nelse:\n  m = 'no %s' % x\nLOG.info(m)\n"

        assert short(text) == [("INFO", "no %s", "eager", True), ("INFO", "yes", "literal", True)]

    def test_scopes(self):
        """
        The nearest assignment counts, and one inside another function does not.
        """
        text = "m = 'module'\ndef f():\n  m = 'inner'\n  LOG.info(m)\ndef g():\n  LOG.info(m)\n"

        assert [each[1] for each in short(text)] == ["inner", "module"]

    def test_class_attribute(self):
        """
        A text that is an attribute of the class is found through self.
        """
        text = "class A:\n  line = 'of the class %s'\n  def f(self):\n    LOG.info(self.line, 1)\n"

        assert short(text) == [("INFO", "of the class %s", "literal", True)]

    def test_loggers(self):
        """
        A logger with a name of its own keeps it, wherever it is made.
        """
        named = "AUDIT = logging.getLogger('audit')\nAUDIT.info('a')\n"
        text = f"{HEAD}{named}logging.getLogger('b').info('c')\nself.log.info('d')\n"

        assert [(each.logger, each.format) for each in parse(Source("a.py", "m", text))] == [
            ("audit", "a"),
            ("b", "c"),
            ("m", "d"),
        ]

    @pytest.mark.parametrize(
        ("line", "args", "parts"),
        [
            ("LOG.info('100%')", (), ("100%",)),
            ("LOG.info('%s of 100%%', x.y)", ("x.y",), ("", " of 100%")),
            ("LOG.info('%(a)s, %(b).1f', values)", ("a", "b"), ("", ", ", "")),
            ("LOG.info('%s', {'a': 1})", ("a",), ("", "")),
            ("LOG.info('%s' % (x,))", ("x",), ("", "")),
            ("LOG.info('%(a)s!' % {'a': 1})", ("a",), ("", "!")),
            ("LOG.info('{} {b!r} {{}}'.format(x, b=y))", ("x", "b"), ("", " ", " {}")),
            ("LOG.info('{'.format(x))", ("x",), ("{",)),
            ("LOG.info(f'{x} is {y.z:>3}')", ("x", "y.z"), ("", " is ", "")),
            ("LOG.info(f'{x} and ' + '%s' % y + '.')", ("x", "y"), ("", " and ", ".")),
            ("LOG.info('-' * 5)", (), ("-----",)),
        ],
    )
    def test_parts(self, line, args, parts):
        """
        The arguments are named, and what stands between them in the log is known, however they are put in.
        """
        found = parse(Source("a.py", "a", HEAD + line))

        assert [(each.args, each.parts) for each in found] == [(args, parts)]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("LOG.log(10, 'a')", ["DEBUG"]),
            ("LOG.log(logging.INFO if x else logging.ERROR, 'a')", ["INFO", "ERROR"]),
            ("lvl = logging.INFO\nif x:\n  lvl = logging.DEBUG\nLOG.log(lvl, 'a')", ["INFO", "DEBUG"]),
            ("say = LOG.info\nif x:\n  say = LOG.error\nsay('a')", ["INFO", "ERROR"]),
            ("(LOG.info if x else LOG.exception)('a')", ["INFO", "ERROR"]),
            ("run_once('a', LOG.warning)", ["WARNING"]),
            ("say(LOG.debug, 'a', instance=i)", ["DEBUG"]),
            ("LOG.log(12, 'a')", ["?"]),
            ("say = print\nsay('a')", []),
            ("register(LOG.debug)", []),
        ],
    )
    def test_levels(self, text, expected):
        """
        A call that may log at several levels gives a statement for each, also through a name or a function.
        """
        assert [(each[0], each[1]) for each in short(text)] == [(level, "a") for level in expected]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("LOG = logging.getLogger(__name__ + '.sub')\nLOG.info('a')", "nova.a.sub"),
            ("LOG = logging.getLogger(f'{__name__}.sub')\nLOG.info('a')", "nova.a.sub"),
            ("LOG = logging.getLogger()\nLOG.info('a')", "root"),
            ("LOG = logging.getLogger(None)\nLOG.info('a')", "root"),
            ("LOG = logging.getLogger(name())\nLOG.info('a')", "?"),
            ("LOG = logging.LoggerAdapter(logging.getLogger('b'), {})\nLOG.info('a')", "b"),
            ("def f(logger):\n  logger.info('a')", "?"),
            ("class A:\n  def __init__(self, log):\n    self.log = log\n  def f(self):\n    self.log.info('a')", "?"),
            ("class A:\n  def __init__(self):\n    self._x = logging.getLogger('b')\n    self._x.info('a')", "b"),
            ("def f():\n  LOG = logging.getLogger('b')\nlog.info('a')", "nova.a"),
            ("x = logging.getLogger('b') if y else 1\nx.info('a')", None),
            ("x = logging.getLogger('b')\nif y:\n  x = logging.getLogger('c')\nx.info('a')", "?"),
            ("from oslo_log import log as logs\nLOG = logs.getLogger('oslo_db.api')\nLOG.info('a')", "oslo.db.api"),
            ("LOG = logging.getLogger('oslo_db.api')\nLOG.info('a')", "oslo_db.api"),
        ],
    )
    def test_logger(self, text, expected):
        """
        A logger has the name that it has at run time, and ``?`` where only the run time knows.
        """
        found = parse(Source("a.py", "nova.a", f"import logging\n{text}\n"))

        assert [each.logger for each in found] == ([] if expected is None else [expected])

    def test_template_id(self):
        """
        The id is the one that events carry, and a dynamic text has none.
        """
        found = parse(Source("a.py", "nova.a", f"{HEAD}LOG.info('of %s', x)\nLOG.info(x)\n"))

        assert [each.template_id for each in found] == [template_id("nova.a", "of %s"), ""]

    def test_bad_escape(self, recwarn):
        """
        An escape that Python warns of is read without a word.
        """
        assert ([each[1] for each in short("LOG.info('a\\d')")], len(recwarn)) == (["a\\d"], 0)

    def test_many_texts(self):
        """
        Texts that multiply are cut, so that no source can make the answer explode.
        """
        sums = " + ".join(f"('a{n}' if x else 'b{n}')" for n in range(8))

        assert len(short(f"LOG.info({sums})")) == 16

    @pytest.mark.parametrize(
        ("first", "next_", "last"),
        [
            ("v0 = 'ab'", "v{1} = v{0} + v{0}", "LOG.info(v{0})"),
            ("v0 = 'ab'", "v{1} = v{0} + 'a' if x else v{0} + 'b'", "LOG.info(v{0})"),
            ("v0 = LOG.info", "v{1} = v{0} if x else v{0}", "v{0}('a')"),
            ("v0 = logging.INFO", "v{1} = v{0} if x else v{0}", "LOG.log(v{0}, 'a')"),
            ("v0 = logging.getLogger('b')", "v{1} = v{0}; v{1} = v{0}", "v{0}.info('a')"),
        ],
    )
    def test_chains(self, first, next_, last):
        """
        Names that stand for names, each several times, end somewhere: no source can make the reading endless.
        """
        steps = [next_.format(number, number + 1) for number in range(40)]

        assert len(short("\n".join([first, *steps, last.format(40)]))) <= 16

    @given(st.text(max_size=20))
    def test_any_literal(self, text):
        """
        Any text comes out as it stood in the source.
        """
        assert short(f"LOG.info({text.encode('unicode_escape', 'surrogatepass').decode()!r})")[0][1] == (
            text.encode("unicode_escape", "surrogatepass").decode()
        )

    @pytest.mark.parametrize("text", ["def f(:\n", "a\x00b"])
    def test_no_python(self, text):
        """
        Source that is no Python is refused by name and line.
        """
        with pytest.raises(SourceError, match=r"^a\.py:1: no Python: "):
            parse(Source("a.py", "a", text))


class TestExtract:
    @pytest.fixture
    def tree(self, tmp_path):
        """A package with a module, a subpackage and tests, below a folder that is no package."""
        for name in ("nova/__init__.py", "nova/api.py", "nova/compute/__init__.py", "nova/tests/__init__.py"):
            path = tmp_path / "nova-34.0.0" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{HEAD}LOG.info('{path.stem}')\n")
        (tmp_path / "nova-34.0.0" / "setup.py").write_text(f"{HEAD}LOG.info('setup')\n")
        return tmp_path

    def test_modules(self, tree):
        """
        A logger's name begins where the package begins, and tests are left out.
        """
        assert [(each.logger, each.path) for each in extract(tree)] == [
            ("nova", "nova-34.0.0/nova/__init__.py"),
            ("nova.api", "nova-34.0.0/nova/api.py"),
            ("nova.compute", "nova-34.0.0/nova/compute/__init__.py"),
            ("setup", "nova-34.0.0/setup.py"),
        ]

    def test_unreadable(self, tree):
        """
        A file in another encoding is refused by name.
        """
        (tree / "latin.py").write_bytes(b"# \xe9\n")

        with pytest.raises(SourceError, match=r"latin\.py: cannot be read"):
            list(extract(tree))

    def test_unread(self, tree):
        """
        Whoever listens is told of each file that cannot be read or is no Python, and gets the rest.
        """
        (tree / "latin.py").write_bytes(b"# \xe9\n")
        (tree / "old.py").write_text("print 'a'\n")
        problems = []

        found = list(extract(tree, problems.append))

        assert (len(found), [str(each).partition(": ")[0] for each in problems]) == (
            4,
            [str(tree / "latin.py"), "old.py:1"],
        )
