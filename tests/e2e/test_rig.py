"""The INI that the rig gives to the cloud, and its second witness."""

from __future__ import annotations

import json
import logging
from configparser import RawConfigParser

import pytest
from oslo_context import context

from .reference import ReferenceHandler, Witness
from .rig import template


class TestTemplate:
    def test_handlers(self):
        """The witness stands between our handler and the classic file, with a file of its own per process."""
        ini = RawConfigParser()
        ini.read_string(template("DEBUG"))
        got = [ini["logger_root"]["handlers"], ini["logger_root"]["level"], ini["handlers"]["keys"]]
        got += [ini["handler_events"]["args"], ini["handler_reference"]["args"], ini["formatter_events"]["format"]]
        handlers = "events, reference, file"
        files = ["('{logdir}/{process}.events.jsonl',)", "('{logdir}/{process}.reference.jsonl',)"]
        assert got == [handlers, "DEBUG", handlers, *files, "service={program}"]


class TestReference:
    @pytest.fixture
    def seen(self, tmp_path):
        """What the witness writes of a message, and of whose request it is."""
        handler = ReferenceHandler(str(tmp_path / "seen"))

        def write(text: str) -> None:
            handler.handle(logging.LogRecord("n", logging.INFO, "f.py", 1, text, None, None))

        def read() -> list[tuple[str, ...]]:
            rows = map(json.loads, (tmp_path / "seen").read_text().splitlines())
            return [tuple(row[name] for name in ("message", "mark", "user_id", "stale")) for row in rows]

        yield write, read
        if context.get_current() is not None:
            del context._request_store.context

    def test_stale(self, seen):
        """A context is stale from the next request on, until that makes its own, and after the last one."""
        write, read = seen

        def serve(environ, start_response):
            write("early")
            context.RequestContext(user_id=environ["user"])
            write("late")
            return [b""]

        for user in ("alice", "bob"):
            answer = Witness(serve)({"HTTP_X_WITNESS": f"of-{user}", "user": user}, None)
            assert b"".join(answer) == b""
            answer.close()
        write("end")
        assert read() == [
            ("early", "of-alice", None, False),
            ("late", "of-alice", "alice", False),
            ("early", "of-bob", "alice", True),
            ("late", "of-bob", "bob", False),
            ("end", "", "bob", True),
        ]
