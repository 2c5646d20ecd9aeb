"""The Python API in one file: write a few events into a store in memory, then ask it everything a command can ask."""

from __future__ import annotations

from venus_logging import contract, store
from venus_logging.analyse import chain, context, pivot, stats
from venus_logging.query import Window, event_fields, parse, resolve

SECOND = 1_000_000_000
NOW = 1_764_072_000 * SECOND  # 2025-11-25T12:00:00Z
BOOT = "req-5f0acd1e-3a8b-4a43-a1d0-4a3f8d6d9d3b"
LEVELS = {"INFO": 9, "WARNING": 13, "ERROR": 17}


def event(number: int, service: str, level: str, body: str) -> dict[str, str | int | float | bool | list[str]]:
    """One event as a service would have emitted it."""
    return {
        "@timestamp": f"2025-11-25T11:59:{number:02d}.000000Z",
        "severity_number": LEVELS[level],
        "severity_text": level,
        "body": body,
        "log.logger": f"{service.replace('-', '.')}.example",
        "log.record.uid": f"0123456789abcdef01-{number}",
        "openstack.record.number": number,
        "service.name": service,
        "host.name": "controller",
        "schema_url": contract.schema_url(),
        "openstack.request.id": BOOT,
    }


def main() -> None:
    """Asks, and prints the answers."""
    events = [
        event(1, "nova-api", "INFO", "POST /v2.1/servers status: 202"),
        event(2, "nova-scheduler", "INFO", "Got no allocation candidates from the Placement API"),
        event(3, "nova-conductor", "ERROR", "Failed to schedule instances: No valid host was found"),
        event(4, "nova-conductor", "WARNING", "Setting instance to ERROR state."),
    ]
    fields = event_fields()
    with store.open("memory:", "w") as opened:
        print(opened.write(events, arrived=NOW))

        query, window = resolve(parse('level>=ERROR "no valid host" since:now-1h', fields), NOW)
        page = opened.search(query, window, limit=10)
        print([found["body"] for found in page.events], page.total)

        boot = chain(opened, BOOT)
        print(boot.services)

        around = context(opened, str(page.events[0]["log.record.uid"]), before=1, after=1)
        print([found["severity_text"] for found in around.events] if around else None)

        everything = parse("*", fields)
        print(pivot(opened, ["service.name", "severity_text"], everything, Window()).rows)
        print(stats(opened, "service.name", everything, Window()).rows)


if __name__ == "__main__":
    main()
