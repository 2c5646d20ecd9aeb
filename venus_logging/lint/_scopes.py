"""What names stand for while a file is walked: one scope per function, class and module; branches merge."""

from __future__ import annotations

from collections import ChainMap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable, Mapping

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
    _layers: tuple[Flow, ...] | None = None
    _settled: Flow | None = None
    _own: Flow | None = None

    def define(self, name: str, definitions: tuple[Definition, ...]) -> None:
        """Gives a name its values from here on."""
        self.flow[name] = definitions
        known = self.every.setdefault(name, [])
        known.extend(each for each in definitions if each not in known)

    def visible(self, flow: Flow) -> Mapping[str, tuple[Definition, ...]]:
        """All names as one place sees them, when the whole file is walked: inner scopes hide outer ones.

        Args:
            flow: what the names of this scope are at that place.
        """
        # NOTE: the layers are shared: a file may have thousands of names, and thousands of places that see them.
        return ChainMap(flow, *self.layers)

    @property
    def layers(self) -> tuple[Flow, ...]:
        """What scopes around this one define, whatever the order, the nearest first; of a class only its attributes."""
        if self._layers is None:
            layers = [self.owner.own] if self.owner is not None else []
            if self.parent is not None:
                layers += [self.parent.settled] if self.parent.owner is not self.parent else []
                layers += self.parent.layers
            self._layers = tuple(layers)
        return self._layers

    @property
    def settled(self) -> Flow:
        """All that the scope gave its names."""
        if self._settled is None:
            self._settled = {name: tuple(each) for name, each in self.every.items()}
        return self._settled

    @property
    def own(self) -> Flow:
        """The same as attributes of a class, as its methods spell them."""
        if self._own is None:
            self._own = {_spelled(name): each for name, each in self.settled.items()}
        return self._own


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


def _spelled(name: str) -> str:
    return name if name.startswith("self.") else f"self.{name}"
