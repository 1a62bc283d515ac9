"""A question alone in a browser, drawn anew whenever its file is saved: ``midback preview``."""

from midback.preview.server import Preview, serve

__all__ = ["Preview", "serve"]
