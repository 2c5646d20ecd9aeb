"""Writes the names of the contract as Python types: mypy refuses a wrong one where a signature has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from venus_logging.schema.specs import PHASES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from venus_logging.schema.specs import Specs

__all__ = ["names"]

_HEAD: Final = '''"""Names of the contract as types; generated from specs/, do not edit."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

__all__ = ["GENERAL", "AttributeName", "ErrorCode", "EventName", "Outcome", "Phase"]
'''


def names(specs: Specs) -> str:
    """The text of ``venus_logging/contract/names.py``.

    Args:
        specs: the specifications.
    """
    outcomes = next(each.values for each in specs.attributes if each.name == "openstack.operation.outcome")
    types = {
        "AttributeName": (each.name for each in specs.attributes),
        "ErrorCode": {code for scenario in specs.scenarios for code in scenario.error_codes},
        "EventName": (scenario.id for scenario in specs.scenarios),
        "Outcome": outcomes,
        "Phase": PHASES,
    }
    general = {scenario.id: scenario.error_codes[0] for scenario in specs.scenarios if scenario.error_codes}
    return _HEAD + "".join(f"\n{_literal(name, members)}" for name, members in types.items()) + _general(general)


def _general(codes: Mapping[str, str]) -> str:
    lines = "".join(f'    "{event}": "{code}",\n' for event, code in sorted(codes.items()))
    said = "The error code of each event's failure of which nothing else is known: the first that its scenario lists."
    return f'\nGENERAL: Final[dict[str, ErrorCode]] = {{\n{lines}}}\n"""{said}"""\n'


def _literal(name: str, members: Iterable[str]) -> str:
    lines = "".join(f'    "{member}",\n' for member in sorted(members))
    return f"{name}: TypeAlias = Literal[\n{lines}]\n"
