"""Addresses: whether a text is one of IPv4 or IPv6, as the contract wants them."""

from __future__ import annotations

from socket import AF_INET, AF_INET6, inet_pton

__all__ = ["is_address"]


def is_address(text: str) -> bool:
    """Whether a text is an IP address: no port, no name, nothing left out.

    Args:
        text: any.
    """
    for family in (AF_INET, AF_INET6):
        try:
            inet_pton(family, text)
        except (OSError, ValueError):
            continue
        return True
    return False
