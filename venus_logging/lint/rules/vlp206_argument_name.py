"""An argument with a spelling of its own for something that has a name.

Ten projects call a volume's id by eleven names and an error by sixteen. Under one name everybody finds it; those that
the registry knows (`volume_id`, `port_id`, ...) become attributes of the event, another spelling stays text.

Bad:

    LOG.warning("Volume %(vol)s is stale: %(err)s", {"vol": volume.id, "err": reason})

Good:

    LOG.warning("Volume %(volume_id)s is stale: %(error)s", {"volume_id": volume.id, "error": reason})

The registry's names: `arguments` of its attributes (`specs/registry`). A value that is called a name (`volume.name`) is
no id, and left alone.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from venus_logging.lint._rule import Problem, Rule
from venus_logging.lint.arguments import given

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venus_logging.lint.model import Module

__all__ = ["RULE"]

# Spellings that are arguments of the registry themselves are not among them.
_SPELLINGS: Final = {
    "error": ("err", "exc", "ex", "e", "exception", "exp", "error_msg", "err_msg", "errmsg", "emsg", "ex_msg", "excep"),
    "volume_id": ("vol", "volid", "volumeid", "vol_uuid"),
    "snapshot_id": ("snap", "snap_id", "snapid", "snapshot_uuid"),
    "instance_uuid": ("inst", "vm", "server", "server_id", "inst_uuid"),
    "port_id": ("portid",),
    "network_id": ("net",),
    "image_id": ("img", "img_id"),
    "share_id": ("share_uuid",),
    "node_uuid": ("node_id",),
}
_NAMES: Final = {spelling: name for name, spellings in _SPELLINGS.items() for spelling in spellings}


def check(module: Module) -> Iterator[Problem]:
    """Log calls with an argument that is usually called otherwise.

    Args:
        module: a file.
    """
    for call in module.calls:
        wrong = [
            (name, _NAMES[name])
            for name, value in given(call).named
            if name in _NAMES and not _is_name(_NAMES[name], value)
        ]
        if call.formats and wrong:
            said = ", ".join(f"{name} is {usual}" for name, usual in wrong)
            yield Problem(call, f"another name for what has one: {said}", hint="the usual name")


def _is_name(usual: str, value: ast.expr) -> bool:
    """Whether a value is called a name where the usual argument is an id."""
    return usual.endswith("id") and "name" in ast.unparse(value).lower()


RULE: Final = Rule("VLP206", "argument-name", "info", "one name for one thing", check)
