"""A small server on this machine alone, which shows a ``Table`` in a browser.

A page of another origin must neither read keys nor drive the cards.
So the server listens on 127.0.0.1, every address holds a random token, a request that was sent to
another host name is refused (a name can be made to lead here), and a socket is opened only for the
page that this server gave out.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
import webbrowser
from importlib import resources
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.ioloop import PeriodicCallback
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler
from tornado.websocket import WebSocketHandler

from midback.preview.shown import Subject, Table
from midback.quiz.widget import QuestionCard

HOST = "127.0.0.1"
LOOK_EVERY = 300
"""Milliseconds between two looks at the files."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data: blob:; connect-src 'self' {socket}; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'"
)
_TYPES = {"html": "text/html", "js": "text/javascript", "css": "text/css"}


class Preview:
    """A running preview: its address, and how to stop it. Make it inside an event loop."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.token = secrets.token_urlsafe(24)
        self.pages: set[LivePage] = set()
        (socket,) = bind_sockets(0, HOST)
        self.port: int = socket.getsockname()[1]
        given = {"preview": self}
        self._server = HTTPServer(
            Application(
                [
                    (r"/([\w-]+)/live", LivePage, given),
                    (r"/([\w-]+)/((?:page|card)\.\w+)?", Pages, given),
                ],
                default_handler_class=Nothing,
                websocket_max_message_size=1_000_000,
            )
        )
        self._server.add_sockets([socket])
        self._stamp = subject.stamp()
        self._watch = PeriodicCallback(self._look, LOOK_EVERY)
        self._watch.start()

    @property
    def url(self) -> str:
        """The address of the page."""
        return f"http://{HOST}:{self.port}/{self.token}/"

    def admits(self, host: str, token: str) -> bool:
        """Whether a request came to this server by its own address, and knows the token."""
        return host == f"{HOST}:{self.port}" and hmac.compare_digest(
            token.encode(), self.token.encode()
        )

    async def stop(self) -> None:
        """Close every page's socket and the server."""
        self._watch.stop()
        for page in list(self.pages):
            page.close()
        self._server.stop()
        await self._server.close_all_connections()

    def _look(self) -> None:
        stamp = self.subject.stamp()
        if stamp == self._stamp:
            return
        self._stamp = stamp
        for page in list(self.pages):
            page.table.lay_out()


class Nothing(RequestHandler):
    """Any other address: says that nothing is here, and no more."""

    def prepare(self) -> None:
        raise HTTPError(404)


class Pages(RequestHandler):
    """The page, its program and its style, and those of the card."""

    def initialize(self, preview: Preview) -> None:
        """The preview whose pages these are."""
        self.preview = preview

    def set_default_headers(self) -> None:
        """Nothing may be kept, framed, or loaded from elsewhere."""
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")

    def get(self, token: str, name: str | None) -> None:
        """One file, by name; the page itself where there is none."""
        if not self.preview.admits(self.request.host, token):
            raise HTTPError(403)
        name = name or "page.html"
        text = _text(name)
        if text is None:
            raise HTTPError(404)
        socket = f"ws://{HOST}:{self.preview.port}"
        self.set_header("Content-Security-Policy", _POLICY.format(socket=socket))
        self.set_header("Content-Type", f"{_TYPES[name.rpartition('.')[2]]}; charset=utf-8")
        self.finish(text)


class LivePage(WebSocketHandler):
    """The line between one open page and its table of cards."""

    def initialize(self, preview: Preview) -> None:
        """The preview that this page belongs to."""
        self.preview = preview
        self.table = Table(preview.subject, self.tell)

    def check_origin(self, origin: str) -> bool:
        """Only the page that this server gave out may open a line."""
        return origin == f"http://{HOST}:{self.preview.port}"

    def prepare(self) -> None:
        """Refuse who does not know the token, before the line is opened."""
        if not self.preview.admits(self.request.host, self.path_args[0]):
            raise HTTPError(403)

    def open(self, *_token: str) -> None:
        """Show everything."""
        self.preview.pages.add(self)
        self.table.lay_out()

    def on_message(self, message: str | bytes) -> None:
        """A card's pick; whatever is none closes the line."""
        try:
            self.table.take(json.loads(message))
        except (ValueError, AttributeError):
            self.close(1003, "No card says this.")

    def on_close(self) -> None:
        """Forget the page and its cards."""
        self.preview.pages.discard(self)
        self.table.clear()

    def tell(self, message: dict[str, Any]) -> None:
        """Send the page a message, if it is still there."""
        if self.ws_connection is not None and not self.ws_connection.is_closing():
            self.write_message(json.dumps(message, ensure_ascii=False))


async def serve(subject: Subject, *, browser: bool) -> None:
    """Show a subject until the program is stopped."""
    preview = Preview(subject)
    print(f"{subject.item or subject.file.name} is shown at {preview.url}", flush=True)
    print("It is drawn anew when you save the file. Stop with Control-C.", flush=True)
    if browser:
        webbrowser.open(preview.url)
    try:
        await asyncio.Event().wait()
    finally:
        await preview.stop()


def _text(name: str) -> str | None:
    if name == "card.js":
        return str(QuestionCard._esm)
    if name == "card.css":
        return str(QuestionCard._css)
    if name not in ("page.html", "page.js", "page.css"):
        return None
    file = resources.files("midback.preview") / "static" / name
    return file.read_text(encoding="utf-8")
