"""An extension of Jupyter's server: what a kernel says is passed on to the browser at once.

Every server of the environment that the course is installed in loads it, as
`jupyter_server_config.json` says.
"""

from __future__ import annotations

from typing import Any

from jupyter_server.serverapp import ServerApp
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

_SETTING = "kernel_websocket_connection_class"


class PromptConnection(ZMQChannelsWebsocketConnection):
    """The server's own connection, except that no small message waits for another.

    TCP otherwise holds a small message back until the one before it is acknowledged, and browsers
    acknowledge after 40 ms: that long would every “Saved” and every moved figure wait.
    """

    def connect(self) -> Any:
        """Begins to pass messages on."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "midback.websocket"}]


def _load_jupyter_server_extension(server: ServerApp) -> None:
    """Takes the place of the server's own connection, and of no other that someone chose."""
    if server.web_app.settings.get(_SETTING) is ZMQChannelsWebsocketConnection:
        server.web_app.settings[_SETTING] = PromptConnection
