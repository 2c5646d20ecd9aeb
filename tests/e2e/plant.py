"""Boots one server whose request is full of secrets; run by the rig with the mini cloud's folder on PYTHONPATH."""

from __future__ import annotations

import sys

from minicloud.client import Client  # type: ignore[import-not-found]  # the tool is no package of this project

USER_DATA = "bWNzZWNyZXQ="  # mcsecret in base64
SECRETS = {"adminPass": "mcsecret", "metadata": {"note": "mcsecret"}, "user_data": USER_DATA}


def plant(services: str) -> int:
    """Boots the server and removes everything again; 0 if the boot was accepted, else 1.

    Args:
        services: which of the cloud's services run, separated by commas.
    """
    client = Client(services.split(","))
    for user in ("demo", "tight", "admin"):
        client.login(user)
    client.fixtures()
    common = {"flavorRef": "m1.tiny", "imageRef": client.base_image, "networks": client.networks["demo"]}
    reply = client.post("nova", "/servers", {"server": {"name": "planted", **common, **SECRETS}}, "demo")
    client.wait_server((reply["json"].get("server") or {}).get("id"))
    client.clean()
    return 0 if reply["status"] == 202 else 1


if __name__ == "__main__":
    sys.exit(plant(sys.argv[1]))
