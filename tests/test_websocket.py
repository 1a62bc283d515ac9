"""The server of this environment, with a kernel and a connection to it, as a browser has one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.notebooks

# Everything is the real part: the server that `jupyter lab` starts, a kernel and a WebSocket.
SERVER = """
import asyncio, json, socket, sys
from jupyter_server.serverapp import ServerApp
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from tornado.websocket import websocket_connect

server = ServerApp()
server.initialize(sys.argv[1:])

async def look():
    try:
        kernel = await server.kernel_manager.start_kernel()
        address = f"ws://127.0.0.1:{server.port}/api/kernels/{kernel}/channels?token=word"
        browser = await websocket_connect(address)
        (found,) = ZMQChannelsWebsocketConnection._open_sockets
        line = found.websocket_handler.ws_connection.stream.socket
        print(json.dumps({
            "class": type(found).__name__,
            "at once": line.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY),
        }))
        browser.close()
    finally:
        server.stop()

server.io_loop.add_callback(look)
server.start()
"""


def connection(folder: Path, *arguments: str) -> dict[str, object]:
    """The class of a server's connection, and whether it sends small messages at once."""
    own = {name: str(folder / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")}
    shown = subprocess.run(
        [
            sys.executable,
            "-c",
            SERVER,
            "--port=0",
            "--no-browser",
            "--IdentityProvider.token=word",
            f"--ServerApp.root_dir={folder}",
            *(["--allow-root"] if os.name == "posix" and os.geteuid() == 0 else []),
            *arguments,
        ],
        capture_output=True,
        text=True,
        env={**os.environ, **own},
        timeout=120,
    )
    assert shown.stdout, shown.stderr[-3000:]
    found: dict[str, object] = json.loads(shown.stdout.splitlines()[-1])
    return found


def test_what_a_kernel_says_waits_for_no_acknowledgement(tmp_path: Path) -> None:
    """Every server of the environment does so, without a setting of its own."""
    assert {"class": "PromptConnection", "at once": 1} == connection(tmp_path)


def test_a_connection_that_someone_chose_is_left_alone(tmp_path: Path) -> None:
    """A setting of the server's owner comes first."""
    (tmp_path / "own.py").write_text(
        "from jupyter_server.services.kernels.connection.channels import"
        " ZMQChannelsWebsocketConnection\n"
        "class Own(ZMQChannelsWebsocketConnection):\n    pass\n"
    )
    chosen = "--ServerApp.kernel_websocket_connection_class=own.Own"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(tmp_path))
        assert "Own" == connection(tmp_path, chosen)["class"]
