"""venus-log completion: what makes a shell complete commands and options."""

from __future__ import annotations

from typing import Final

import click
from click.shell_completion import get_completion_class

from venus_logging.cli._options import common_options

__all__ = ["command"]

_SHELLS: Final = ("bash", "fish", "zsh")


@click.command("completion")
@click.argument("shell", type=click.Choice(_SHELLS))
@common_options
def command(shell: str) -> None:
    """Prints the completion script of a shell.

    \b
    source <(venus-log completion bash)          in ~/.bashrc, or ~/.zshrc with zsh
    venus-log completion fish | source           in ~/.config/fish/config.fish
    """
    script = get_completion_class(shell)
    assert script is not None
    group = click.get_current_context().find_root().command
    click.echo(script(group, {}, "venus-log", "_VENUS_LOG_COMPLETE").source())
