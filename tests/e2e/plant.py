"""Calls that are full of secrets; run by the rig with the mini cloud's folder on PYTHONPATH."""

from __future__ import annotations

import sys

from minicloud.client import Client  # type: ignore[import-not-found]  # the tool is no package of this project

USER_DATA = "bWNzZWNyZXQ="  # mcsecret in base64
SECRETS = {"adminPass": "mcsecret", "metadata": {"note": "mcsecret"}, "user_data": USER_DATA}


def plant(services: str) -> int:
    """Boots and rebuilds a server, makes a user, and removes everything again; 0 if all was accepted, else 1.

    Args:
        services: which of the cloud's services run, separated by commas.
    """
    client = Client(services.split(","))
    client.wait_ready()
    for user in ("demo", "tight", "admin"):
        client.login(user)
    client.fixtures()
    common = {"flavorRef": "m1.tiny", "imageRef": client.base_image, "networks": client.networks["demo"]}
    booted = client.post("nova", "/servers", {"server": {"name": "planted", **common, **SECRETS}}, "demo")
    server = (booted["json"].get("server") or {}).get("id")
    client.wait_server(server)
    rebuild = {"rebuild": {"imageRef": client.base_image, **SECRETS}}
    rebuilt = client.post("nova", f"/servers/{server}/action", rebuild, "demo")
    client.wait_server(server)
    created = client.post("keystone", "/users", {"user": {"name": "planted", "password": "mcsecret-2"}})
    user = (created["json"].get("user") or {}).get("id")
    client.post("keystone", f"/users/{user}", None, method="DELETE")
    client.clean()
    return 0 if (booted["status"], rebuilt["status"], created["status"]) == (202, 202, 201) else 1


if __name__ == "__main__":
    sys.exit(plant(sys.argv[1]))
