"""An argument that is a secret by its name.

What is written to a log is read by many, kept for long and sent to other machines. venus-logging masks what it knows,
oslo.log does not; the only safe place for a secret is outside of the call.

Bad:

    LOG.debug("Connecting as %s with %s", self.user, self.password)
    LOG.debug("Token: %(token)s", {"token": auth_token})

Good:

    LOG.debug("Connecting as %s", self.user)
    LOG.debug("Token: %(token)s", {"token": strutils.mask_password(auth_token)})
    LOG.debug("Token of %d characters", len(auth_token))

Found: names, attributes and items whose last word is password, passwd, passphrase, secret or token, or a key
that says it is private (`api_key`). Ids, counts, files and hashes of secrets are none, and so is what a call returns.
bandit has no such check.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from venus_logging.lint._rule import Problem, Rule
from venus_logging.lint.arguments import arguments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.model import Module

__all__ = ["RULE"]

_SECRETS: Final = frozenset({"password", "passwd", "passphrase", "secret", "token", "pswd"})
_KEYS: Final = frozenset({"api", "secret", "private", "access", "auth", "encryption"})
_WORDS: Final = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
_HARMLESS: Final = frozenset(
    {
        "next",
        "page",
        "marker",
        "continuation",
        "client",
        "no",
        "has",
        "need",
        "use",
        "lock",
        "sync",
        "path",
        "file",
        "name",
    }
)


def check(module: Module) -> Iterator[Problem]:
    """Log calls with an argument that is called like a secret.

    Args:
        module: a file.
    """
    for call in module.calls:
        for each in arguments(call):
            name = _name(each)
            if _is_secret(name):
                yield Problem(call, f"{name} is written to the log", hint="leave it out, or mask it", at=each)
                break


def _name(node: ast.expr) -> str:
    """What a value is called: by its variable, attribute or key; empty if it is none of them."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
        case ast.Call(func=ast.Attribute(attr="get" | "pop"), args=[ast.Constant(value=str(name)), *_]):
            return name
        case _:
            return ""


def _is_secret(name: str) -> bool:
    words = [each.lower() for each in _WORDS.findall(name)]
    if not words or _HARMLESS & set(words[:-1]):
        return False
    return words[-1] in _SECRETS or (words[-1] == "key" and len(words) > 1 and words[-2] in _KEYS)


RULE: Final = Rule("VLP216", "secret", "error", "no secret among the arguments", check)
