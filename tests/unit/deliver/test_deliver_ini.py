"""The INI that a service loads, and the snippet that rotates its events."""

from __future__ import annotations

import configparser
import json
import re
import subprocess
import sys

import pytest
from oslo_log import _options

from venus_logging.deliver.ini import LIBRARIES, Ini, render, render_logrotate, render_uwsgi
from venus_logging.errors import ConfigError

# Logs what a service logs, after a set-up that is the first argument's.
SERVICE = """
import logging, logging.config, sys
from oslo_config import cfg
from oslo_context import context
from oslo_log import log
how, where = sys.argv[1:]
if how == "fileConfig":
    log.register_options(cfg.CONF)
    cfg.CONF([])
    logging.config.fileConfig(where, disable_existing_loggers=False)
else:
    log.register_options(cfg.CONF)
    cfg.CONF([how, where])
    log.setup(cfg.CONF, "nova")
LOG = log.getLogger("nova.compute.manager", project="nova")
LOG.debug("not at INFO")
LOG.info("plain 100% é")
context.RequestContext(request_id="req-1", global_request_id="req-2", user_id="u", project_id="p", roles=["member"])
LOG.warning("Took %0.1f s", 2.25, instance={"uuid": "6f1c0d5e-8a3b-4c55-9a53-0c6d4a1e2b7f", "name": "vm"})
LOG.info("detached", resource={"type": "volume", "id": "6f1c0d5e-8a3b-4c55-9a53-0c6d4a1e2b7f"})
try:
    {}["disk"]
except KeyError:
    LOG.exception("failed")
logging.getLogger("sqlalchemy.engine").info("SELECT 1")
logging.getLogger("stevedore").debug("found entry points")
if "venus_logging.deliver" in sys.modules:
    from venus_logging.deliver.ini import LIBRARIES
    print({name: logging.getLogger(name).getEffectiveLevel() for name in LIBRARIES})
"""
BODIES = ["plain 100% é", "Took 2.2 s", "detached", "failed"]
HEAD = """\
# Logging of nova-api for oslo.log. In the service's configuration file:
#
#     [DEFAULT]
#     log_config_append = <this file>
#
# Then log_file, log_dir, debug, use_json, default_log_levels, log_date_format and rate_limit_* are ignored.
# The way back: remove that entry and restart. Check before a restart, with the service's own Python:
#
#     python -c "import venus_logging; venus_logging.EventFormatter"
#
# The events handler stands first: oslo.log's text formatter changes records for those after it. Events: \
/var/log/nova/nova-api.events.jsonl
"""
EVENTS_ONLY = """
[handlers]
keys = events

[formatters]
keys = events

[logger_root]
level = INFO
handlers = events

[handler_events]
class = venus_logging.EventFileHandler
args = ('/var/log/nova/nova-api.events.jsonl',)
formatter = events

[formatter_events]
class = venus_logging.EventFormatter
format = service=nova-api
"""


def run(script, how, where):
    """The output of a service that set its logging up like this."""
    done = subprocess.run([sys.executable, str(script), how, str(where)], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "nova-api"
    path.write_text(SERVICE)
    return path


def installed(folder, **options):
    """An INI for a folder, as a file in it."""
    folder.mkdir(exist_ok=True)
    path = folder / "logging.ini"
    path.write_text(render(Ini("nova-api", str(folder), **options)))
    return path


def events_in(folder):
    lines = (folder / "nova-api.events.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


class TestText:
    def test_head(self):
        """
        The INI says where it belongs, what it switches off and how to go back.
        """
        assert render(Ini("nova-api")).startswith(HEAD)

    def test_events_only(self):
        """
        Without the classic file there is one handler and one formatter.
        """
        text = render(Ini("nova-api", classic=False))

        assert text[text.index("\n[handlers]") : text.index("\n# oslo.log's default")] == EVENTS_ONLY

    def test_libraries(self):
        """
        Every library has its level, and hands its records on.
        """
        parser = configparser.ConfigParser()
        parser.read_string(render(Ini("nova-api")))
        sections = [parser[f"logger_{key.strip()}"] for key in parser["loggers"]["keys"].split(",")][1:]

        assert [(each["qualname"], each["level"], each["handlers"]) for each in sections] == [
            (name, level, "") for name, level in LIBRARIES.items()
        ]

    def test_like_oslo(self):
        """
        No library is louder than oslo.log's defaults have it.
        """
        defaults = dict(each.split("=") for each in _options.DEFAULT_LOG_LEVELS)

        assert {name: LIBRARIES.get(name, "").replace("WARNING", "WARN") for name in defaults} == defaults

    def test_logrotate(self):
        """
        Rotation renames and never truncates.
        """
        assert render_logrotate(Ini("cinder-volume")) == (
            '"/var/log/cinder/*.events.jsonl" {\n'
            "    daily\n    rotate 14\n    missingok\n    notifempty\n    compress\n    delaycompress\n"
            "    # rename, never copytruncate: that loses what is written between copy and truncate\n"
            "    nocopytruncate\n    nocreate\n}\n"
        )

    @pytest.mark.parametrize(
        ("options", "message", "hint"),
        [
            (
                {"service": "nova-api", "level": "LOUD"},
                "unknown level 'LOUD'",
                "use one of DEBUG, INFO, WARNING, ERROR, CRITICAL",
            ),
            ({"service": ""}, "service name '' cannot name a file", "use letters, digits, - _ ."),
            ({"service": "../etc"}, "service name '../etc' cannot name a file", "use letters, digits, - _ ."),
            ({"service": "a\nb"}, "service name 'a\\nb' cannot name a file", "use letters, digits, - _ ."),
            ({"service": "a", "log_dir": "/a\n[x]"}, "an option of the INI holds a line break", "remove it"),
            ({"service": "a", "static": ("x.a=\r",)}, "an option of the INI holds a line break", "remove it"),
        ],
    )
    @pytest.mark.parametrize("make", [render, render_logrotate])
    def test_refused(self, make, options, message, hint):
        """
        What would break the file is refused.
        """
        with pytest.raises(ConfigError) as caught:
            make(Ini(**options))

        assert (caught.value.message, caught.value.hint) == (message, hint)


class TestLoaded:
    @pytest.mark.parametrize("how", ["fileConfig", "--log-config-append"])
    def test_events(self, tmp_path, script, how):
        """
        A service that loads the INI, by either way, writes events and the classic file.
        """
        folder = tmp_path / "log"
        levels = run(script, how, installed(folder))

        assert [event["body"] for event in events_in(folder)] == BODIES
        assert len((folder / "nova-api.log").read_text().splitlines()) == 10
        assert json.loads(levels.replace("'", '"')) == {
            name: {"INFO": 20, "WARNING": 30}[level] for name, level in LIBRARIES.items()
        }

    def test_odd_paths(self, tmp_path, script):
        """
        Percent signs, spaces, quotes and letters beyond ASCII in a path are no trouble; words keep theirs.
        """
        folder = tmp_path / "100% o'clock %(x)s é"
        run(script, "--log-config-append", installed(folder, static=("x.rate=100%", "x.cell=cell 'one'")))
        event = events_in(folder)[0]

        assert (event["x.rate"], event["x.cell"], event["service.name"]) == ("100%", "cell 'one'", "nova-api")

    def test_level(self, tmp_path, script):
        """
        At DEBUG the service's own debug lines come, the libraries' do not.
        """
        folder = tmp_path / "log"
        run(script, "--log-config-append", installed(folder, level="DEBUG", classic=False))
        bodies = [event["body"] for event in events_in(folder) if event["log.logger"] != "oslo_log.log"]

        assert ([each for each in bodies if each in ("not at INFO", *BODIES)], "SELECT 1" in bodies) == (
            ["not at INFO", *BODIES],
            False,
        )

    def test_instance_behind_text(self, tmp_path, script):
        """
        The event has the instance and the request, though the text handler changes the record.
        """
        folder = tmp_path / "log"
        run(script, "--log-config-append", installed(folder))
        event = events_in(folder)[1]

        assert (event["openstack.resource.id"], event["openstack.request.id"], event["body"]) == (
            "6f1c0d5e-8a3b-4c55-9a53-0c6d4a1e2b7f",
            "req-1",
            "Took 2.2 s",
        )

    def test_classic(self, tmp_path, script):
        """
        The classic file has the lines that oslo.log writes without us.
        """
        folder, alone = tmp_path / "log", tmp_path / "alone.log"
        run(script, "--log-config-append", installed(folder))
        run(script, "--log-file", alone)
        ours, theirs = (
            [re.sub(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \d+ ", "TIME PID ", line) for line in lines.splitlines()]
            for lines in ((folder / "nova-api.log").read_text(), alone.read_text())
        )

        assert ours == theirs
        assert [line.startswith("TIME PID ") for line in ours] == [True] * 10


class TestLayouts:
    @pytest.mark.parametrize(
        ("layout", "files"),
        [
            ("plain", ["('/var/log/nova/nova-api.events.jsonl',)", "('/var/log/nova/nova-api.log',)"]),
            ("kolla", ["('/var/log/kolla/nova/nova-api.events.jsonl',)", "('/var/log/kolla/nova/nova-api.log',)"]),
            ("devstack", ["('/opt/stack/logs/nova-api.events.jsonl',)", "(sys.stderr,)"]),
        ],
    )
    def test_files(self, layout: str, files: list[str]) -> None:
        """Events and text go where the deployment tool keeps logs."""
        text = render(Ini("nova-api", layout=layout))
        assert [line.removeprefix("args = ") for line in text.splitlines() if line.startswith("args")] == files

    def test_unknown(self) -> None:
        """A layout that nobody knows is a clear error."""
        with pytest.raises(ConfigError) as caught:
            render(Ini("nova-api", layout="helm"))
        assert str(caught.value) == "unknown layout 'helm'; use one of plain, kolla, devstack"

    def test_words(self) -> None:
        """A word that would stop the service at its start is refused before."""
        with pytest.raises(ConfigError, match="EventFormatter cannot set 'colour' for a whole process"):
            render(Ini("nova-api", static=("colour=red",)))


class TestUwsgi:
    def test_format(self) -> None:
        """uwsgi's line is JSON once uwsgi has filled it in."""
        line = render_uwsgi("glance-api").partition(" = ")[2].strip()
        filled = re.sub(r'"%\([^)]+\)"', '"text"', line)
        assert sorted(json.loads(re.sub(r"%\([^)]+\)", "1", filled))) == [
            "addr", "gid", "method", "ms", "pid", "size", "status", "svc", "t", "uri",
        ]  # fmt: skip
