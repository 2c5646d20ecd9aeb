"""Sphinx's configuration: Markdown, no theme of our own, tables of the contract written from the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygments.lexers.special import TextLexer

from venus_logging import contract

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "venus-logging"
extensions = ["myst_parser"]
exclude_patterns = ["_build"]
myst_heading_anchors = 3
suppress_warnings = ["myst.xref_missing"]
html_theme = "alabaster"
html_theme_options = {"page_width": "1100px"}

_ATTRIBUTES = "<!-- the attributes, from the registry -->"


def _fill_in(app: Sphinx, name: str, source: list[str]) -> None:
    """Puts the table of attributes where a page asks for it."""
    if _ATTRIBUTES not in source[0]:
        return
    rows = ["| attribute | also | kind | privacy | what it is |", "|---|---|---|---|---|"]
    for each in sorted(contract.attributes().values(), key=lambda attribute: attribute.name):
        aliases = ", ".join(f"`{alias}`" for alias in each.aliases)
        rows.append(f"| `{each.name}` | {aliases} | {each.kind} | {each.privacy} | {each.brief} |")
    source[0] = source[0].replace(_ATTRIBUTES, "\n".join(rows))


def setup(app: Sphinx) -> None:
    """Connects the above."""
    app.add_lexer("question", TextLexer)
    app.add_lexer("bad-question", TextLexer)
    app.connect("source-read", _fill_in)
