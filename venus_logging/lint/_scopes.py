"""What names stand for while a file is walked: one scope per function, class and module; branches merge."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable

    from venus_logging.lint.model import Definition

__all__ = ["Flow", "Scope", "merged"]

Flow: TypeAlias = "dict[str, tuple[Definition, ...]]"


@dataclass(slots=True)
class Scope:
    """A function, class or module while it is walked.

    Args:
        name: dotted name inside the module, empty for the module itself.
        parent: the scope around it.
        owner: the class whose method this is, or the class itself.
        flow: what each name is at the place of the walk.
        every: all that any statement of the scope gave a name: what functions inside it may see.
        parents: the nodes around the place of the walk.
    """

    name: str = ""
    parent: Scope | None = None
    owner: Scope | None = None
    flow: Flow = field(default_factory=dict)
    every: dict[str, list[Definition]] = field(default_factory=dict)
    parents: list[ast.AST] = field(default_factory=list)
    _around: Flow | None = None

    def define(self, name: str, definitions: tuple[Definition, ...]) -> None:
        """Gives a name its values from here on."""
        self.flow[name] = definitions
        known = self.every.setdefault(name, [])
        known.extend(each for each in definitions if each not in known)

    def visible(self, flow: Flow) -> Flow:
        """All names as one place sees them, when the whole file is walked: inner scopes hide outer ones.

        Args:
            flow: what the names of this scope are at that place.
        """
        if self._around is None:
            self._around = self._outer()
        return self._around | flow

    def _outer(self) -> Flow:
        """What scopes around this one define, whatever the order; of a class only its attributes."""
        around: Flow = {}
        if self.parent is not None:
            around = self.parent.visible({})
            if self.parent.owner is not self.parent:
                around |= {name: tuple(each) for name, each in self.parent.every.items()}
        if self.owner is not None:
            around |= {_own(name): tuple(each) for name, each in self.owner.every.items()}
        return around


def merged(flows: Iterable[Flow]) -> Flow:
    """What names may be where branches meet.

    Args:
        flows: what they are at the end of each branch.
    """
    result: Flow = {}
    for flow in flows:
        for name, definitions in flow.items():
            known = result.get(name)
            if known is None or known is definitions:
                result[name] = definitions
            else:
                result[name] = known + tuple(each for each in definitions if each not in known)
    return result


def _own(name: str) -> str:
    return name if name.startswith("self.") else f"self.{name}"
