"""A widget on the screen, and what stands in its place where there is no kernel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LIVE = "midback-live"
"""The class of a widget that is really on the screen."""

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"

# Readers that know widgets prefer them even where none can be drawn (an exported page, a notebook
# opened again), so the plain version is an output of its own, hidden while the widget lives.
_HIDDEN_WHILE_LIVE = (
    f"<style>.jp-OutputArea:has(.{LIVE}) .jp-OutputArea-child:has(.midback-fallback)"
    "{display:none}</style>"
)


def show_with_fallback(bundle: Mapping[str, Any]) -> None:
    """Display a widget's bundle as two outputs: its HTML and text, and the widget itself.

    ``bundle`` goes by MIME type and holds ``text/html``, ``text/plain`` and the widget's view.
    """
    from IPython.display import publish_display_data

    html = f'<div class="midback-fallback">{_HIDDEN_WHILE_LIVE}{bundle["text/html"]}</div>'
    publish_display_data({"text/html": html, "text/plain": bundle["text/plain"]})
    publish_display_data(
        {
            WIDGET_VIEW: bundle[WIDGET_VIEW],
            "text/plain": "(It can be used while the notebook's kernel runs.)",
        }
    )
