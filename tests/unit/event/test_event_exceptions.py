"""Exceptions as data: live ones, and tracebacks as Python prints them."""

from __future__ import annotations

import re
import traceback
from types import CodeType

import pytest

from venus_logging.event.exceptions import MAX_CHAIN, MAX_FRAMES, describe, parse
from venus_logging.event.text import KEYWORD_MAX, MESSAGE_MAX, TEXT_MAX
from venus_logging.event.tracebacks import MAX_MEMBERS

HERE = __file__


class FalsyError(Exception):
    """An exception without truth, as one with an empty list of errors may be."""

    def __bool__(self):
        return False


class BrokenError(Exception):
    """An exception that cannot be printed."""

    def __str__(self):
        raise LookupError("no text")


class LeavingError(Exception):
    """An exception during whose printing a signal handler leaves the process."""

    def __str__(self):
        raise SystemExit(3)


def fail(message="boom", kind=ValueError):
    raise kind(message)


def caught(act):
    """The exception that a call ends with."""
    try:
        act()
    except BaseException as error:
        return error
    raise AssertionError("nothing was raised")


def caused():
    try:
        fail("low")
    except ValueError as low:
        raise KeyError("high") from low


def during():
    try:
        fail("low")
    except ValueError:
        fail("high", OSError)


def silenced():
    try:
        fail("low")
    except ValueError:
        raise OSError("high") from None


def recursive():
    recursive()


def chained(length):
    error = None
    for number in range(length):
        following = ValueError(str(number))
        following.__cause__ = error
        error = following
    return error


def tree(depth, width):
    """A group of groups of exceptions."""
    error = ValueError("leaf")
    for _ in range(depth):
        error = ExceptionGroup("level", [error] * width)
    return error


class LyingGroup(ExceptionGroup):
    exceptions = 7


def grouped():
    """Groups of raised exceptions with causes and messages of several lines."""

    def raise_group(*members):
        raise ExceptionGroup("several", members)

    inner = caught(lambda: raise_group(caught(during), KeyError("a\nb")))
    cause = OSError("high")
    cause.__cause__ = inner
    return {
        "one level": ExceptionGroup("several", [caught(caused), caught(fail)]),
        "two levels": caught(lambda: raise_group(inner, caught(during))),
        "inner first": caught(lambda: raise_group(caught(during), inner)),
        "cause": cause,
    }


GROUPS = grouped()


class TestDescribe:
    def test_simple(self):
        """
        A raised exception has type, message, frames with the innermost last, and the text that Python prints.
        """
        error = caught(fail)
        lines = [line for _, line in traceback.walk_tb(error.__traceback__)]

        assert describe(error) == {
            "exception.type": "ValueError",
            "exception.message": "boom",
            "exception.frames": [f"{HERE}:{lines[0]}:caught", f"{HERE}:{lines[1]}:fail"],
            "exception.stacktrace": "Traceback (most recent call last):\n"
            f'  File "{HERE}", line {lines[0]}, in caught\n    act()\n'
            f'  File "{HERE}", line {lines[1]}, in fail\n    raise kind(message)\n'
            "ValueError: boom",
        }

    def test_not_raised(self):
        """
        An exception that was never raised has no frames.
        """
        assert describe(KeyError("a")) == {
            "exception.type": "KeyError",
            "exception.message": "'a'",
            "exception.stacktrace": "KeyError: 'a'",
        }

    def test_empty(self):
        """
        An exception without a message is its type.
        """
        got = describe(ValueError())

        assert (got["exception.message"], got["exception.stacktrace"]) == ("", "ValueError")

    def test_own_class(self):
        """
        The type is the class with its module, nested names included.
        """
        assert describe(FalsyError())["exception.type"] == f"{__name__}.FalsyError"

    @pytest.mark.parametrize(
        ("act", "chain", "sentence"),
        [
            (caused, ["KeyError: 'high'", "ValueError: low"], "The above exception was the direct cause"),
            (during, ["OSError: high", "ValueError: low"], "During handling of the above exception"),
        ],
    )
    def test_chain(self, act, chain, sentence):
        """
        Causes and contexts are the chain, newest first, and the text joins them as Python does.
        """
        got = describe(caught(act))

        assert (got["exception.chain"], sentence in got["exception.stacktrace"]) == (chain, True)

    def test_silenced(self):
        """
        What was silenced with "from None" is no part of the chain.
        """
        got = describe(caught(silenced))

        assert ("exception.chain" in got, "low" in got["exception.stacktrace"]) == (False, False)

    def test_falsy_cause(self):
        """
        A cause that is false in Python's eyes is a cause all the same.
        """
        error = OSError("high")
        error.__cause__ = FalsyError("low")

        assert describe(error)["exception.chain"] == ["OSError: high", f"{__name__}.FalsyError: low"]

    def test_loop(self):
        """
        A chain that bites its tail ends where it began.
        """
        one, two = ValueError("one"), ValueError("two")
        one.__cause__, two.__cause__ = two, one

        assert describe(one)["exception.chain"] == ["ValueError: one", "ValueError: two"]

    def test_self_loop(self):
        """
        An exception that is its own context is no chain.
        """
        error = ValueError("one")
        error.__context__ = error

        assert "exception.chain" not in describe(error)

    def test_long_chain(self):
        """
        Of a very long chain the newest exceptions stay.
        """
        got = describe(chained(5000))["exception.chain"]

        assert got == [f"ValueError: {number}" for number in range(4999, 4999 - MAX_CHAIN, -1)]

    def test_broken(self):
        """
        An exception whose str() raises says so in place of its message.
        """
        got = describe(BrokenError("x"))

        assert got["exception.message"] == "<LookupError in BrokenError.__str__>"
        assert got["exception.stacktrace"] == f"{__name__}.BrokenError: <LookupError in BrokenError.__str__>"

    def test_leaving(self):
        """
        A SystemExit out of str() passes: it is a signal handler that ends the process.
        """
        with pytest.raises(SystemExit):
            describe(LeavingError())

    def test_recursion(self):
        """
        Of a stack that is too deep the innermost frames stay.
        """
        got = describe(caught(recursive))

        assert got["exception.type"] == "RecursionError"
        assert len(got["exception.frames"]) == MAX_FRAMES
        assert got["exception.frames"][-1].endswith(":recursive")

    def test_group(self):
        """
        A group is an exception of its own, and the text shows its members.
        """
        got = describe(ExceptionGroup("several", [ValueError("one"), OSError("two")]))

        assert got["exception.type"] == "ExceptionGroup"
        assert got["exception.message"] == "several (2 sub-exceptions)"
        assert [part in got["exception.stacktrace"] for part in ("ValueError: one", "OSError: two")] == [True, True]

    @pytest.mark.parametrize("name", ["one level", "two levels", "inner first", "cause"])
    def test_group_text(self, name):
        """
        The text of a group is what Python prints, but for the marks below the source.
        """
        printed = "".join(traceback.format_exception(GROUPS[name])).rstrip().split("\n")

        assert describe(GROUPS[name])["exception.stacktrace"].split("\n") == [
            line for line in printed if not re.fullmatch(r"[ |]*[~^]+", line)
        ]

    @pytest.mark.parametrize(
        ("depth", "width", "shown"),
        [(1, 500, MAX_MEMBERS), (2, 32, MAX_MEMBERS - 2), (5, 8, MAX_MEMBERS - 10), (3000, 1, 0)],
    )
    def test_bounds_group(self, depth, width, shown):
        """
        A group of any size shows some members, and says that there are more.
        """
        got = describe(tree(depth, width))["exception.stacktrace"]

        assert (got.count("ValueError: leaf"), " more\n" in got) == (shown, True)

    def test_foreign_group(self):
        """
        A class of groups that lies about its members is shown with the true ones.
        """
        got = describe(LyingGroup("lying", [ValueError("true")]))

        assert "ValueError: true" in got["exception.stacktrace"]

    def test_foreign_notes(self):
        """
        Notes that are none, or cannot be shown, cost nothing but themselves.
        """
        odd, none = ValueError("boom"), ValueError("boom")
        odd.__notes__ = ["seen", BrokenError("x"), 7]
        none.__notes__ = 7
        got = [describe(error)["exception.stacktrace"] for error in (odd, none)]

        assert got == ["ValueError: boom\nseen\n<LookupError in ValueError.__str__>\n7", "ValueError: boom"]

    @pytest.mark.parametrize("wrong", [{"filename": 7}, {"lineno": "x"}, {"text": b"x"}, {"lineno": 10**9}], ids=repr)
    def test_odd_syntax(self, wrong):
        """
        A SyntaxError whose place is none is an exception all the same.
        """
        error = SyntaxError("odd", ("<rule>", 1, 1, "a b"))
        for name, value in wrong.items():
            setattr(error, name, value)
        got = describe(error)

        assert (got["exception.type"], "odd" in got["exception.message"]) == ("SyntaxError", True)

    def test_notes(self):
        """
        Notes are in the text, not in the message.
        """
        error = ValueError("boom")
        error.add_note("while booting")
        got = describe(error)

        assert (got["exception.message"], got["exception.stacktrace"]) == ("boom", "ValueError: boom\nwhile booting")

    def test_syntax(self):
        """
        The text of a SyntaxError shows the line, and that line is no frame.
        """
        got = describe(caught(lambda: compile("a b", "<rule>", "exec")))

        assert got["exception.type"] == "SyntaxError"
        assert ["<rule>" in frame for frame in got["exception.frames"]] == [False, False]
        assert "    a b\n" in got["exception.stacktrace"]

    def test_masked(self):
        """
        No secret leaves in message, chain or text.
        """
        error = ValueError("password=S3cr3t")
        error.__cause__ = OSError("http://ada:S3cr3t@h/")

        assert "S3cr3t" not in repr(describe(error))

    def test_bounds(self):
        """
        Messages keep their beginning, the text twice as much of each.
        """
        got = describe(ValueError("a" * 200_000 + "b"))

        assert got["exception.message"] == "a" * MESSAGE_MAX
        assert got["exception.stacktrace"] == "ValueError: " + "a" * 2 * MESSAGE_MAX

    def test_bounds_chain(self):
        """
        The text of many causes keeps its end.
        """
        error = RuntimeError("z")
        last = error
        for _ in range(10):
            last.__cause__ = ValueError("a" * 20_000)
            last = last.__cause__
        got = describe(error)

        assert (len(got["exception.stacktrace"]), got["exception.stacktrace"][-1]) == (TEXT_MAX, "z")

    def test_bounds_notes(self):
        """
        A note is cut, and what was cut in two shows no secret.
        """
        error = RuntimeError("z")
        error.add_note("password=" + "S3cr3t" * 100_000)
        error.add_note("token=S3cr3t\nthe end")

        assert describe(error)["exception.stacktrace"] == "RuntimeError: z\npassword=***\ntoken=***\nthe end"

    def test_surrogates(self):
        """
        Everything can be written as UTF-8, names of files and functions too.
        """
        code = compile("def f():\n raise ValueError('\\udcff')", "dir/\udcff.py", "exec")
        names = {}
        exec(code, names)
        got = describe(caught(names["f"]))

        assert got["exception.frames"][-1] == "dir/\ufffd.py:2:f"
        assert repr(got).encode() is not None

    def test_long_names(self):
        """
        Names of any length fit.
        """
        names = {}
        exec(compile(f"def {'f' * 3000}():\n raise ValueError", "<x>", "exec"), names)
        got = describe(caught(names["f" * 3000]))
        kind = describe(type("E" * 3000, (Exception,), {})())["exception.type"]

        assert (len(got["exception.frames"][-1]), len(kind)) == (KEYWORD_MAX, KEYWORD_MAX)

    def test_no_line(self):
        """
        A frame whose code has no line numbers counts as line 0.
        """
        names = {}
        exec(compile("def f():\n raise ValueError", "<x>", "exec"), names)
        code: CodeType = names["f"].__code__
        names["f"].__code__ = code.replace(co_linetable=b"")
        got = describe(caught(names["f"]))["exception.frames"][-1]

        assert got in ("<x>:0:f", "<x>:1:f")


PRINTED = """Traceback (most recent call last):
  File "/nova/api.py", line 7, in show
    call()
    ~~~~^^
  File "/nova/db.py", line 9, in <module>
nova.exception.NotFound: Server %s
could not be found
"""


class TestParse:
    def test_simple(self):
        """
        Type, message of several lines and frames are read; lines with marks below the source are not.
        """
        assert parse(PRINTED % "7") == {
            "exception.type": "nova.exception.NotFound",
            "exception.message": "Server 7\ncould not be found\n".rstrip(),
            "exception.frames": ["/nova/api.py:7:show", "/nova/db.py:9:<module>"],
            "exception.stacktrace": PRINTED % "7",
        }

    @pytest.mark.parametrize("text", ["", "no traceback", "Traceback (most recent call last):", "ValueError: x"])
    def test_nothing(self, text):
        """
        A text without a whole traceback is only its text.
        """
        assert parse(text) == {"exception.stacktrace": text}

    def test_cut_off(self):
        """
        A traceback that breaks off before its last line has no type.
        """
        assert parse(PRINTED[:90]) == {"exception.stacktrace": PRINTED[:90]}

    @pytest.mark.parametrize("act", [fail, caused, during, silenced, lambda: fail("", OSError)])
    def test_agrees(self, act):
        """
        What Python prints is read as what the live exception is described as.
        """
        error = caught(act)
        got = parse("".join(traceback.format_exception(error)))
        wanted = describe(error)

        assert got | {"exception.stacktrace": ""} == wanted | {"exception.stacktrace": ""}

    def test_recursion(self):
        """
        Of frames that Python does not print again and again the first ones are read, and its sentence is none.
        """
        got = parse("".join(traceback.format_exception(caught(recursive))))
        functions = [frame.rpartition(":")[2] for frame in got["exception.frames"]]

        assert (got["exception.type"], functions) == ("RecursionError", ["caught", *["recursive"] * 3])

    def test_agrees_on_own(self):
        """
        The text of a description is read as that description, frame by frame.
        """
        wanted = describe(caught(caused))

        assert parse(wanted["exception.stacktrace"]) == wanted

    def test_local_class(self):
        """
        The name of a class that a function made is read whole.
        """

        class LocalError(Exception):
            pass

        error = caught(lambda: fail("x", LocalError))

        assert parse(describe(error)["exception.stacktrace"]) == describe(error)

    def test_syntax(self):
        """
        The line of a SyntaxError's text is no frame.
        """
        error = caught(lambda: compile("a b", "<rule>", "exec"))
        got = parse("".join(traceback.format_exception(error)))

        assert got["exception.type"] == "SyntaxError"
        assert got["exception.frames"] == describe(error)["exception.frames"]

    def test_group(self):
        """
        The exception of a group's text is the group, not its last member.
        """

        def raise_group():
            raise ExceptionGroup("several", [caught(fail), ExceptionGroup("inner", [caught(caused)])])

        error = caught(raise_group)
        got, wanted = parse("".join(traceback.format_exception(error))), describe(error)
        same = ["exception.type", "exception.message", "exception.frames", "exception.chain"]

        assert [got.get(name) for name in same] == [wanted.get(name) for name in same]

    def test_caused_by_group(self):
        """
        The members of a group that caused an exception are no links of its chain.
        """

        def raise_from_group():
            raise OSError("high") from ExceptionGroup("several", [caught(fail)])

        error = caught(raise_from_group)
        got = parse("".join(traceback.format_exception(error)))

        assert (got["exception.type"], "exception.chain" in got) == ("OSError", False)
        assert got["exception.frames"] == describe(error)["exception.frames"]

    def test_line_ends(self):
        """
        Line ends of Windows, and separators within the message, are no ends of lines.
        """
        got = parse(PRINTED.replace("\n", "\r\n") % "a\u2028b\x0cc")

        assert got["exception.message"] == "Server a\u2028b\x0cc\ncould not be found"

    def test_hostile(self):
        """
        A text of a great many headers is read to its end.
        """
        got = parse("Traceback (most recent call last):\nE: x\n" * 20_000)

        assert (got["exception.type"], len(got["exception.chain"])) == ("E", MAX_CHAIN)

    def test_masked(self):
        """
        No secret leaves in message, chain or text.
        """
        text = "Traceback (most recent call last):\n  File \"a\", line 1, in f\nE: token='S3cr3t'\n"

        assert "S3cr3t" not in repr(parse(text + "\nDuring handling\n\n" + text))
