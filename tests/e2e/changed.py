"""The mini cloud's command, run by the rig in its place: `up` writes a configuration as an operator would change it.

Its folder and this project are on PYTHONPATH. VENUS_E2E_ACCESS says how access events come about: ``filter``, our WSGI
filter in all services, or ``uwsgi``, a log-format only. VENUS_E2E_LIB is a folder on the services' Python path.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from minicloud import cli, config  # type: ignore[import-not-found]  # the tool is no package of this project

from venus_logging.deliver.ini import render_uwsgi

if TYPE_CHECKING:
    from collections.abc import Callable

_SHIPPED: Final = Path(__file__).resolve().parents[2] / "integrations" / "access_events"
_PASTE: Final = re.compile(r"\S+/etc/\S+paste\.ini")
_WITNESSED: Final = """\
from {module} import application as stock
from reference import Witness

application = Witness(stock)
"""


def _change(name: str, program: str, command: list[str]) -> None:
    """Changes one WSGI service: its command in place, and its files below the cloud's etc."""
    library = Path(os.environ["VENUS_E2E_LIB"])
    place, log = command.index("--module") + 1, command.index("--log-date")
    module = command[place].partition(":")[0]
    if os.environ["VENUS_E2E_ACCESS"] == "uwsgi":
        log_format = render_uwsgi(program).partition("log-format = ")[2].strip()
        command[log : log + 1] = ["--log-format", log_format]
    elif (_SHIPPED / f"venus_{name}.py").exists():
        module = f"venus_{name}"
        shutil.copy(_SHIPPED / f"{module}.py", library)
    else:
        _add_filter(config.ETC / name)
    witnessed = f"witnessed_{name.replace('-', '_')}"
    (library / f"{witnessed}.py").write_text(_WITNESSED.format(module=module))
    command[place] = f"{witnessed}:application"


def _add_filter(folder: Path) -> None:
    """Gives a service a paste configuration of its own, with our filter."""
    for file in folder.glob("*.conf"):
        text = file.read_text()
        stock = Path(_PASTE.findall(text)[0])
        # NOTE: nova-api reads the one beside its configuration, whatever that says.
        copy = folder / stock.name
        with_filter = subprocess.run([_SHIPPED / "add_filter.sh", stock], check=True, stdout=subprocess.PIPE).stdout
        copy.write_bytes(with_filter)
        file.write_text(text.replace(str(stock), str(copy)))


def _changed(write_all: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    def write(*arguments: Any) -> dict[str, Any]:
        processes = write_all(*arguments)
        programs = {name: row[1] for name, row in config.table().items()}
        for name in set(processes) & set(config.WSGI):
            _change(name, programs[name], processes[name]["cmd"])
        return processes

    return write


if __name__ == "__main__":
    config.write_all = _changed(config.write_all)
    sys.exit(cli.main())
