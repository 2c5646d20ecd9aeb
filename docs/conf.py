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


def into_manual(app: Sphinx, name: str, source: list[str]) -> None:
    """Turns links to the text in specs/, for readers of the repository, into links to the pages that include it."""
    source[0] = source[0].replace("](../../specs/text/", "](").replace("](../specs/text/", "](specification/")


def setup(app: Sphinx) -> None:
    """Knows the kinds of blocks that tests read, and where the text of the specification is."""
    app.connect("source-read", into_manual)
    for kind in ("question", "bad-question", "table", "events", "bad"):
        app.add_lexer(kind, TextLexer)
