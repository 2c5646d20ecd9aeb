"""Traffic beside the scenario: listings of real users and, between them, tokens that nobody issued; until stdin ends.

Run by the rig with the mini cloud's folder on PYTHONPATH.
"""

from __future__ import annotations

import base64
import json
import random
import sys
import threading
import time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from minicloud.client import PROBES, Client  # type: ignore[import-not-found]  # no package of this project

if TYPE_CHECKING:
    from collections.abc import Callable

USERS: Final = ("demo", "tight", "admin")
_ADMINS: Final = ("keystone", "placement")  # whose listings are for admins only
_KEPT: Final = ("t0", "t1", "service", "status", "error", "request_id", "global_id_sent")
_PATIENCE: Final = 180  # s: a reloaded nova-api takes a minute to load on a busy machine, and then answers
_PAUSE: Final = (0.1, 0.7)


def mix(services: str, path: str) -> None:
    """Plays until stdin ends; what was called goes to a file, a line of JSON a call.

    Args:
        services: which of the cloud's services run, separated by commas.
        path: the file.
    """
    client = Client(services.split(","))
    while not all(client.login(user) for user in USERS):
        time.sleep(1)
    done, numbers, lock = threading.Event(), count(1), threading.Lock()

    def play(kind: str, token: Callable[[str], str]) -> None:
        while not done.wait(random.uniform(*_PAUSE)):
            service = random.choice(client.services)
            user = "admin" if service in _ADMINS else random.choice(USERS)
            mark = f"{kind}-{next(numbers)}"
            where = PROBES[service].replace("{project}", client.projects[user])
            reply: dict[str, Any] = client.call(
                service, "GET", where, token=token(user), headers={"X-Witness": mark}, global_id=True, timeout=_PATIENCE
            )
            call = {name: reply[name] for name in _KEPT}
            with lock:
                out.write(json.dumps({"mark": mark, **call}) + "\n")

    with Path(path).open("w") as out:
        threads = [
            threading.Thread(target=play, args=("real", client.tokens.__getitem__)),
            threading.Thread(target=play, args=("bogus", _bogus)),
        ]
        for thread in threads:
            thread.start()
        sys.stdin.read()
        done.set()
        for thread in threads:
            thread.join()


def _bogus(_: str) -> str:
    """What looks like a fernet token, another one each time."""
    return "gAAAAAB" + base64.urlsafe_b64encode(random.randbytes(132)).decode()


if __name__ == "__main__":
    mix(*sys.argv[1:])
