"""Sphinx's configuration: Markdown, and no theme of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygments.lexers.special import TextLexer

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "venus-logging"
extensions = ["myst_parser"]
exclude_patterns = ["_build"]
myst_heading_anchors = 4
html_theme = "alabaster"
html_theme_options = {"page_width": "1100px"}


def setup(app: Sphinx) -> None:
    """Knows the kinds of blocks that tests read."""
    app.add_lexer("question", TextLexer)
    app.add_lexer("bad-question", TextLexer)
