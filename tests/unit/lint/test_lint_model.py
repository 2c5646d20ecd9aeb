"""What rules see of a file: which calls log, by which logger, and what flows into them."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from venus_logging.lint._build import build
from venus_logging.statements import Source

HEAD = "from oslo_log import log as logging\nLOG = logging.getLogger(__name__)\n"


def model(text, head=HEAD):
    """The model of a text below the usual head."""
    source = Source("nova/x.py", "nova.x", head + dedent(text))
    return build(source, ast.parse(source.text))


def calls(text, head=HEAD):
    """The log calls of a text."""
    return model(text, head).calls


def formats(text):
    """What the one call of a function may log: format and style."""
    (call,) = calls(text)
    return {(each.text.format, each.text.style) for each in call.origins}


class TestCalls:
    def test_call(self):
        """
        A call knows its logger, level, arguments, keywords and function.
        """
        (call,) = calls(
            """
            class Manager:
                def stop(self, instance):
                    LOG.warn("Stopped %s", instance.uuid, instance=instance)
            """
        )
        got = (
            call.logger,
            call.method,
            call.level,
            [ast.unparse(each) for each in call.args],
            list(call.keywords),
            call.function,
            call.formats,
        )
        assert got == ("nova.x", "warn", "WARNING", ["instance.uuid"], ["instance"], "Manager.stop", ("Stopped %s",))

    @pytest.mark.parametrize(
        ("head", "line", "logger", "level"),
        [
            ("import logging\nL = logging.getLogger('nova.audit')\n", "L.info('x')", "nova.audit", "INFO"),
            ("import logging\n", "logging.error('x')", "root", "ERROR"),
            ("import logging\n", "logging.getLogger('a').debug('x')", "a", "DEBUG"),
            (HEAD, "LOG.log(logging.CRITICAL, 'x')", "nova.x", "CRITICAL"),
            (HEAD, "LOG.log(level, 'x')", "nova.x", "?"),
            (HEAD, "self.log.exception('x')", "nova.x", "ERROR"),
            (HEAD + "A = logging.KeywordArgumentAdapter(LOG, {})\n", "LOG.audit('x')", "nova.x", "AUDIT"),
        ],
    )
    def test_logger(self, head, line, logger, level):
        """
        Loggers are known by how they were made, else by their usual names.
        """
        assert [(each.logger, each.level) for each in calls(line, head)] == [(logger, level)]

    @pytest.mark.parametrize("line", ["parser.error('x')", "warnings.warn('x')", "self.info('x')", "math.log(2, 'x')"])
    def test_others(self, line):
        """
        What only looks like a log call is none.
        """
        assert calls(line) == ()

    def test_without_message(self):
        """
        A call without a message, or with unpacked arguments, has nothing that it may say.
        """
        assert [(each.message, each.origins) for each in calls("LOG.info()\nLOG.info(*parts)")] == [(None, ())] * 2

    def test_order(self):
        """
        Calls come in the order of the file, wherever they are.
        """
        text = """
            def first():
                LOG.info("a")
            LOG.info("b")
            class Third:
                LOG.info("c")
                def fourth(self):
                    return lambda: LOG.info("d")
            """
        assert [each.formats for each in calls(text)] == [("a",), ("b",), ("c",), ("d",)]

    def test_handler(self):
        """
        A call belongs to the innermost except clause of its own function.
        """
        text = """
            try:
                LOG.info("in try")
            except KeyError as error:
                LOG.info("in except")
                if error:
                    LOG.info("deeper")
                def later():
                    LOG.info("in function")
                hook = lambda: LOG.info("in lambda")
            finally:
                LOG.info("in finally")
            """
        found = {each.formats[0]: each.handler is not None for each in calls(text)}
        assert found == {
            "in try": False,
            "in except": True,
            "deeper": True,
            "in function": False,
            "in lambda": False,
            "in finally": False,
        }

    def test_exception(self):
        """
        Only a name that except gave is an exception.
        """
        text = """
            def run(error):
                try:
                    go()
                except OSError as problem:
                    LOG.error(problem)
                except ValueError as problem:
                    problem = str(problem)
                    LOG.error(problem)
                LOG.error(error)
            """
        assert [each.is_exception(each.message) for each in calls(text)] == [True, False, False]


class TestFlow:
    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            ("m = 'a'\nm = 'b'\nLOG.info(m)", {("b", "literal")}),
            ("m = 'a'\nif x:\n    m = 'b'\nLOG.info(m)", {("a", "literal"), ("b", "literal")}),
            ("if x:\n    m = 'a'\nelse:\n    m = 'b'\nLOG.info(m)", {("a", "literal"), ("b", "literal")}),
            ("m = 'a'\nif x:\n    m = 'b'\n    return\nLOG.info(m)", {("a", "literal")}),
            ("m = 'a'\nfor x in y:\n    m = 'b'\nLOG.info(m)", {("a", "literal"), ("b", "literal")}),
            ("m = 'a'\nwhile x:\n    m = 'b'\n    break\nLOG.info(m)", {("a", "literal"), ("b", "literal")}),
            ("try:\n    m = 'a'\nexcept E:\n    m = 'b'\nLOG.info(m)", {("a", "literal"), ("b", "literal")}),
            ("try:\n    m = 'a'\nexcept E:\n    raise\nLOG.info(m)", {("a", "literal")}),
            ("match x:\n    case 1:\n        m = 'a'\nLOG.info(m)", {("a", "literal")}),
            ("m = 'b'\nmatch x:\n    case 1:\n        m = 'a'\nLOG.info(m)", {("a", "literal"), ("b", "literal")}),
            ("with x as m:\n    LOG.info(m)", {("", "dynamic")}),
            ("m = 'a'\nm += 'b'\nLOG.info(m)", {("ab", "literal")}),
            ("m = 'a'\nm += ' %s' % x\nLOG.info(m)", {("a %s", "eager")}),
            ("m = 'a %s'\nm = m % x\nLOG.info(m)", {("a %s", "eager")}),
            ("m = 'a'\nif x:\n    m = m + 'b'\nLOG.info(m)", {("a", "literal"), ("ab", "literal")}),
            ("m = x\nm = m + 'b'\nLOG.info(m)", {("", "dynamic")}),
            ("if y:\n    x = 'a %s' % x\nLOG.info(x)", {("", "dynamic"), ("a %s", "eager")}),
            ("m, n = 'a', 'b'\nLOG.info(n)", {("b", "literal")}),
            ("m, n = x\nLOG.info(n)", {("", "dynamic")}),
            ("LOG.info('a' if x else 'b')", {("a", "literal"), ("b", "literal")}),
            ("if (m := 'a'):\n    LOG.info(m)", {("a", "literal")}),
            ("m = n = 'a'\nLOG.info(m)", {("a", "literal")}),
            ("m = n\nn = m\nLOG.info(m)", {("", "dynamic")}),
        ],
    )  # fmt: skip
    def test_function(self, body, expected):
        """
        A name is what it may be at the call, by the flow of its function.
        """
        lines = "".join(f"    {line}\n" for line in body.splitlines())
        assert formats(f"def run(x, y):\n{lines}") == expected

    def test_bounded(self):
        """
        A text that may grow in many ways is known in some of them and unknown beyond, instead of growing without bound.
        """
        lines = "".join("    if x:\n        m += 'a'\n" for _ in range(200))
        (call,) = calls(f"def run(x):\n    m = ''\n{lines}    LOG.info(m)\n")
        assert {"literal", "dynamic"} == {each.text.style for each in call.origins}
        assert len(call.origins) < 500

    def test_closure(self):
        """
        A function sees all that scopes around it ever define, but its own parameters hide it.
        """
        text = """
            def outer(m):
                def inner():
                    LOG.info(T)
                def other(T):
                    LOG.info(T)
            T = "late"
            """
        assert [each.formats for each in calls(text)] == [("late",), ()]

    def test_class(self):
        """
        An attribute of the own object is what the class and its methods give it.
        """
        text = """
            class A:
                text = "a"
                def __init__(self, text):
                    self.other = "b"
                    self.given = text
                def run(self):
                    LOG.info(self.text)
                    LOG.info(self.other)
                    LOG.info(self.given)
                    LOG.info(text)
            """
        assert [each.formats for each in calls(text)] == [("a",), ("b",), (), ()]

    def test_names(self):
        """
        An origin says through which names it came, and where the text was formed.
        """
        (call,) = calls("a = 'x %s' % y\nb = a\nLOG.info(b)")
        assert [(each.names, each.node.lineno) for each in call.origins] == [(("b", "a"), 3)]

    def test_changed(self):
        """
        What was changed after it was written out is unknown.
        """
        text = """
            first = {"a": 1}
            LOG.info("%(a)s", first)
            first["b"] = 2
            LOG.info("%(a)s", first)
            second = {"a": 1}
            second.update(more)
            LOG.info("%(a)s", second)
            """
        assert [each.values(each.args[0])[0] is None for each in calls(text)] == [False, True, True]


class TestUses:
    def test_names(self):
        """
        Calls of logging, oslo_log and venus_logging are known by what was imported; print by its name.
        """
        text = """
            import logging as std
            from venus_logging import operation
            import venus_logging.emit
            std.basicConfig()
            with operation("compute.instance.create"):
                print("x")
            venus_logging.emit.log("x")
            self.print("x")
            """
        assert [each.name for each in model(text).uses] == [
            "oslo_log.log.getLogger",
            "logging.basicConfig",
            "venus_logging.operation",
            "print",
            "venus_logging.emit.log",
        ]

    def test_parents(self):
        """
        The nodes around a use say whether it is the item of a with statement.
        """
        found = model("from venus_logging import operation\nwith operation('a'):\n    pass\noperation('b')").uses
        assert [any(isinstance(node, ast.withitem) for node in each.parents) for each in found[1:]] == [True, False]


class TestNames:
    def test_shared(self):
        """
        What a file's functions see around them is one mapping for all: a file of thousands must not copy it for each.
        """
        first, second = calls("def f():\n    LOG.info('a')\ndef g():\n    LOG.info('b')\n")

        assert first.names["LOG"] == second.names["LOG"]
        assert first.names.maps[-1] is second.names.maps[-1]
