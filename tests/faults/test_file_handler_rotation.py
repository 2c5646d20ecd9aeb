"""Files that are renamed, removed or lose their folder while a service writes."""

from __future__ import annotations

import logging
import shutil
import subprocess
import tempfile
import threading
import time

import pytest

from venus_logging import EventFileHandler
from venus_logging.deliver.ini import Ini, render_logrotate

# The handler looks at the name once a second.
LOOK = 1.05


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "log"
    folder.mkdir()
    return folder


@pytest.fixture
def path(folder):
    return folder / "nova-api.events.jsonl"


@pytest.fixture
def handler(path):
    handler = EventFileHandler(str(path))
    yield handler
    handler.close()


@pytest.fixture
def say(handler):
    """Logs some messages."""

    def log(*messages):
        for message in messages:
            handler.handle(logging.makeLogRecord({"name": "n", "msg": message, "levelno": 20, "levelname": "INFO"}))

    return log


class TestRename:
    def test_followed(self, handler, path, say, left):
        """
        After a rename the old file gets what comes within a second, the new one the rest.
        """
        say("a")
        old = path.rename(f"{path}.1")
        say("b")
        time.sleep(LOOK)
        say("c")

        assert (left([old]).bodies, left([path]).bodies, left([old, path]).gaps) == (["a", "b"], ["c"], 0)

    def test_replaced(self, handler, path, say, left):
        """
        Another file that stands under the name already is written to.
        """
        say("a")
        path.rename(f"{path}.1")
        path.write_text("")
        time.sleep(LOOK)
        say("b")

        assert left([path]).bodies == ["b"]

    def test_logrotate(self, handler, path, say, left, tmp_path, folder):
        """
        With the snippet that ships, logrotate loses no event.
        """
        program = shutil.which("logrotate")
        if program is None:
            pytest.skip("logrotate is not installed")
        snippet = tmp_path / "snippet"
        snippet.write_text(render_logrotate(Ini("nova-api", str(folder))))
        snippet.chmod(0o644)
        say("a")
        command = [program, "--force", "--state", str(tmp_path / "state"), str(snippet)]
        rotated = subprocess.run(command, capture_output=True, text=True)
        say("b")
        time.sleep(LOOK)
        say("c")

        assert (rotated.returncode, rotated.stderr) == (0, "")
        assert sorted(each.name for each in folder.iterdir()) == [path.name, f"{path.name}.1"]
        assert (left([folder / f"{path.name}.1"]).bodies, left([path]).bodies) == (["a", "b"], ["c"])

    def test_path_with_spaces(self, tmp_path):
        """
        The snippet holds for a folder with a space in its name.
        """
        program = shutil.which("logrotate")
        if program is None:
            pytest.skip("logrotate is not installed")
        folder = tmp_path / "my logs"
        folder.mkdir()
        (folder / "a.events.jsonl").write_text("{}\n")
        snippet = tmp_path / "snippet"
        snippet.write_text(render_logrotate(Ini("nova-api", str(folder))))
        snippet.chmod(0o644)
        subprocess.run([program, "--force", "--state", str(tmp_path / "state"), str(snippet)], check=True)

        assert [each.name for each in folder.iterdir()] == ["a.events.jsonl.1"]

    def test_under_load(self, handler, path, say, left, folder):
        """
        Threads that write while the file is renamed again and again lose nothing and break nothing.
        """
        stop = threading.Event()

        def work():
            while not stop.is_set():
                say("x")

        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        for number in range(3):
            time.sleep(LOOK)
            path.rename(f"{path}.{number}")
        time.sleep(LOOK)
        stop.set()
        for thread in threads:
            thread.join()
        got = left(folder.iterdir())

        assert (len(list(folder.iterdir())), got.gaps, got.broken, handler.lost) == (4, 0, [], 0)

    def test_no_strange_file(self, handler, say, tmp_path):
        """
        A handler that is closed while threads write never writes into a file that somebody else opened.
        """
        stop = threading.Event()

        def work():
            while not stop.is_set():
                say("x")

        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        strange = 0
        for _ in range(1500):
            handler.close()
            with tempfile.TemporaryFile(dir=tmp_path) as other:
                time.sleep(0)
                strange += other.seek(0, 2)
        stop.set()
        for thread in threads:
            thread.join()

        assert (strange, handler.lost) == (0, 0)


class TestRemoved:
    def test_file(self, handler, path, say, left):
        """
        A removed file is made again within a second; what was written in between is a gap in the count.
        """
        say("a")
        path.unlink()
        say("b")
        time.sleep(LOOK)
        say("c")
        got = left([path])

        assert (got.bodies, got.gaps, handler.lost) == (["c"], 2, 0)

    def test_folder(self, handler, path, say, left, folder, capsys):
        """
        Without the folder every event is counted as lost and one line says so; with it the next event is written.
        """
        shutil.rmtree(folder)
        time.sleep(LOOK)
        say("a", "b", "c")
        folder.mkdir()
        say("d", "e")

        assert (left([path]).bodies, handler.lost) == (["d", "e"], 3)
        assert capsys.readouterr().err == (
            "venus_logging: events are being lost: FileNotFoundError: "
            f"[Errno 2] No such file or directory: '{path}'\n"
            "venus_logging: events are written again, 3 were lost\n"
        )

    def test_a_folder_instead(self, handler, path, say, left, capsys):
        """
        A folder under the file's name is said, and survived.
        """
        path.unlink()
        path.mkdir()
        time.sleep(LOOK)
        say("a")
        path.rmdir()
        say("b")

        assert (left([path]).bodies, handler.lost) == (["b"], 1)
        assert "IsADirectoryError" in capsys.readouterr().err
