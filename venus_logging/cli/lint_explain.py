"""venus-log lint explain: the manual of a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from venus_logging.errors import ConfigError
from venus_logging.lint.event_rules import event_rules
from venus_logging.lint.rules import manual, rules

if TYPE_CHECKING:
    from venus_logging.lint._rule import Rule
    from venus_logging.lint.event_rules import EventRule

__all__ = ["explain"]


@click.command("explain")
@click.argument("code")
def explain(code: str) -> None:
    """Prints the manual of a rule.

    CODE is the rule's: VLP202 of source, VLE106 of events.
    """
    manuals: dict[str, tuple[Rule | EventRule, str]] = {each.code: (each, manual(each)) for each in rules()}
    manuals |= {each.code: (each, manual(each)) for each in event_rules()}
    if code.upper() not in manuals:
        raise ConfigError(f"no rule {code}", hint=f"rules are {', '.join(manuals)}")
    rule, text = manuals[code.upper()]
    click.echo(f"{rule.code} {rule.name} ({rule.severity}): {rule.brief}\n\n{text}")
