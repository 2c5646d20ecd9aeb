"""Every example of the page of questions is answered as the page says, by every store."""

from __future__ import annotations

import os
from contextlib import ExitStack

import pytest
from questions import NOW, events, found, questions, table, tables

from venus_logging.store import open as open_store


@pytest.fixture(scope="module", params=["memory", "embedded", "opensearch"])
def store(request, tmp_path_factory):
    """A store with the events of the page."""
    url = "memory:" if request.param == "memory" else str(tmp_path_factory.mktemp("questions") / "store")
    with ExitStack() as stack:
        if request.param == "opensearch":
            cluster = request.getfixturevalue("cluster")
            prefix = f"questions{os.getpid()}"
            stack.callback(cluster.remove, prefix)
            url = f"opensearch://{cluster.host}/{prefix}"
        opened = stack.enter_context(open_store(url, "w"))
        opened.write(events(), NOW)
        yield opened


class TestAnswers:
    @pytest.mark.parametrize(("question", "uids"), questions(), ids=[question for question, _ in questions()])
    def test_events(self, store, question, uids):
        """
        A question finds the events behind its arrow, the newest first.
        """
        assert found(store, question) == uids

    @pytest.mark.parametrize(("question", "answer"), tables(), ids=[question for question, _ in tables()])
    def test_tables(self, store, question, answer):
        """
        A question with stages makes the table below it.
        """
        assert table(store, question) == answer
