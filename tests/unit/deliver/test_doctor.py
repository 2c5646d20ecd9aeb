"""The doctor: what it says of an INI before anybody restarts a service."""

from __future__ import annotations

from pathlib import Path

import pytest

from venus_logging.deliver.doctor import examine
from venus_logging.deliver.ini import Ini, render
from venus_logging.errors import ConfigError


def written(folder: Path, *changes: tuple[str, str], ini: Ini | None = None) -> Path:
    """Our own INI for a folder, with some texts replaced."""
    text = render(ini or Ini("nova-api", str(folder)))
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "logging.ini"
    path.write_text(text)
    return path


def said(path: Path) -> list[tuple[str, str]]:
    """Verdicts and messages, without the folder's name."""
    folder = str(path.parent)
    return [(each.verdict, each.message.replace(folder, "DIR")) for each in examine(path)]


FINE = ("ok", "nova-api on HOST would write events to DIR/nova-api.events.jsonl")


class TestExamine:
    def test_our_own(self, tmp_path: Path) -> None:
        """The INI that we print is fine, and trying it leaves nothing behind."""
        path = written(tmp_path, ("service=nova-api", "service=nova-api host=HOST"))
        assert said(path) == [FINE]
        assert [each.name for each in tmp_path.iterdir()] == ["logging.ini"]

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            (
                [("venus_logging.EventFormatter", "venus_logging.EventFormater")],
                (
                    "error",
                    "the service would not start: ModuleNotFoundError: No module named 'venus_logging.EventFormater'",
                ),
            ),
            (
                [("handlers = events, file", "handlers = file, events")],
                ("warning", "handler file stands before events: text formatters change records for those after them"),
            ),
            (
                [("handlers = events, file", "handlers = file")],
                ("error", "no events: the root logger has no EventFileHandler"),
            ),
            (
                [("handlers = events, file", "handlers = events")],
                (
                    "warning",
                    "the classic text log is gone: log_config_append makes oslo.log ignore log_file and log_dir",
                ),
            ),
            (
                [("nova-api.log'", "nova-api.events.jsonl'")],
                ("error", "two handlers write DIR/nova-api.events.jsonl"),
            ),
            (
                [("datefmt = %Y-%m-%d %H:%M:%S", "")],
                ("warning", "[formatter_text] has no datefmt: times would end in milliseconds twice"),
            ),
            (
                [("qualname = sqlalchemy", "qualname = sqlalchemi")],
                ("warning", "sqlalchemy has no level of its own: nine tenths of what INFO writes"),
            ),
            (
                [("/nova-api.events.jsonl',", "/missing/nova-api.events.jsonl',")],
                ("error", "DIR/missing does not exist: the service would not start"),
            ),
            (
                [("level = INFO\nhandlers = events", "level = ERROR\nhandlers = events")],
                ("warning", "the root logger's level is ERROR: INFO and WARNING are not logged at all"),
            ),
            (
                [("level = INFO\nhandlers = events", "level = DEBUG\nhandlers = events")],
                ("warning", "the root logger's level is DEBUG: eleven times what INFO writes"),
            ),
        ],
        ids=["class", "order", "no-events", "no-classic", "same-file", "datefmt", "loud", "folder", "quiet", "debug"],
    )
    def test_traps(self, tmp_path: Path, changes: list[tuple[str, str]], expected: tuple[str, str]) -> None:
        """Every known trap is named before it hurts."""
        assert expected in said(written(tmp_path, *changes))

    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            (
                "nova-api.events.jsonl',)",
                "nova-api.events.jsonl', 'a', 'utf8')",
                "the service would not start: TypeError: "
                "EventFileHandler.__init__() takes from 2 to 3 positional arguments but 4 were given",
            ),
            (
                "nova-api.events.jsonl',)",
                "nova-api.events.jsonl',)\nkwargs = {'encoding': 'utf8'}",
                "the service would not start: TypeError: "
                "EventFileHandler.__init__() got an unexpected keyword argument 'encoding'",
            ),
            (
                "nova-api.events.jsonl'",
                "events.log'",
                "the service would not start: venus_logging.errors.ConfigError: EventFileHandler cannot write "
                "'DIR/events.log': collectors of text logs read *.log; name it *.events.jsonl",
            ),
            ("/nova-api.events.jsonl'", "'", "DIR is a folder: the service would not start"),
            (
                "nova-api.events.jsonl',)",
                "nova-api.events.jsonl')",
                "the arguments of handler events name no file as a plain value: they are not tried here",
            ),
        ],
        ids=["arguments", "keywords", "suffix", "folder", "comma"],
    )
    def test_arguments(self, tmp_path: Path, old: str, new: str, expected: str) -> None:
        """Arguments that our handler refuses are the one error, as they would be at the service's start."""
        assert said(written(tmp_path, (old, new))) == [("error", expected)]

    def test_devstack(self, tmp_path: Path) -> None:
        """Text that goes to the journal is not gone."""
        ini = Ini("nova-api", str(tmp_path), static=("host=HOST",), layout="devstack")
        assert said(written(tmp_path, ini=ini)) == [FINE]

    def test_kolla(self, tmp_path: Path) -> None:
        """Events under a name that kolla's fluentd reads as text are said to be read twice."""
        path = written(tmp_path, (f"{tmp_path}/nova-api.events.jsonl", "/var/log/kolla/nova/nova-api.log"))
        assert ("warning", "kolla's fluentd would read /var/log/kolla/nova/nova-api.log as text") in said(path)

    @pytest.mark.parametrize("text", ["", "no ini", "[loggers]\nkeys = root\n"])
    def test_no_ini(self, tmp_path: Path, text: str) -> None:
        """What is no complete INI is a clear error."""
        path = tmp_path / "x.ini"
        path.write_text(text)
        with pytest.raises(ConfigError, match=r"x\.ini"):
            examine(path)

    def test_a_folder_that_two_handlers_miss(self, tmp_path: Path) -> None:
        """A folder is missed once, however many handlers write there, and behind an error nothing is called fine."""
        path = written(tmp_path, (f"{tmp_path}/nova-api", f"{tmp_path}/missing/nova-api"))

        assert said(path) == [("error", "DIR/missing does not exist: the service would not start")]

    def test_missing(self, tmp_path: Path) -> None:
        """An INI that is not there is said to be missing, not to be of another form."""
        with pytest.raises(ConfigError) as caught:
            examine(tmp_path / "x.ini")

        assert str(caught.value) == (
            f"cannot read {tmp_path}/x.ini: No such file or directory; "
            "check the path; venus-log config oslo-log makes one"
        )

    @pytest.mark.parametrize("text", ["no ini", "[loggers]\nkeys = root\nwhat\n", "[a]\n[a]\n"])
    def test_one_line(self, tmp_path: Path, text: str) -> None:
        """What the parser says over several lines is cut to its first."""
        path = tmp_path / "x.ini"
        path.write_text(text)
        with pytest.raises(ConfigError) as caught:
            examine(path)

        assert str(caught.value).isprintable()

    def test_no_interpreter(self, tmp_path: Path) -> None:
        """An interpreter that is not there is named."""
        found = examine(written(tmp_path), python=str(tmp_path / "python"))
        assert [each.hint for each in found if each.verdict == "error"] == [
            "name the service's interpreter with --python"
        ]

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("args = ('{folder}/nova-api.log',)", "kwargs = {{'filename': '{folder}/nova-api.log'}}"),
            (
                "class = logging.handlers.WatchedFileHandler\nargs = ('{folder}/nova-api.log',)",
                "class = FileHandler\nargs = (os.path.join('{folder}', 'nova-api.log'),)",
            ),
        ],
        ids=["kwargs", "expression"],
    )
    def test_writes_nothing(self, tmp_path: Path, old: str, new: str) -> None:
        """Whatever way a handler names its file, trying the INI does not touch it."""
        path = written(tmp_path, (old.format(folder=tmp_path), new.format(folder=tmp_path)))
        examine(path)
        assert [each.name for each in tmp_path.iterdir()] == ["logging.ini"]

    def test_expression(self, tmp_path: Path) -> None:
        """Arguments of ours that are no plain values are said, not run."""
        path = written(tmp_path, (f"('{tmp_path}/nova-api.events.jsonl',)", "(str(tmp),)"))
        expected = "the arguments of handler events name no file as a plain value: they are not tried here"
        assert said(path) == [("error", expected)]
