"""Real Jupyter servers and a real browser, for the tests that need them."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from midback.grading.commands import with_programs

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """The path of a Chromium on this machine, or None."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    return None


@dataclass(frozen=True)
class JupyterServer:
    """A running server: its address without a slash at the end, its token, its log, and the
    folder of JupyterLab's settings."""

    url: str
    token: str
    log: Path
    settings: Path

    def at(self, path: str) -> str:
        """The address of a page on the server, with the token."""
        return f"{self.url}/{path}?token={self.token}"

    def use_theme(self, theme: str) -> None:
        """Choose the theme of every page opened from now on."""
        path = self.settings / "@jupyterlab" / "apputils-extension" / "themes.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"theme": theme}))


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


@contextmanager
def jupyter(
    folder: Path,
    scratch: Path,
    environment: dict[str, str] | None = None,
    *,
    application: str = "lab",
) -> Iterator[JupyterServer]:
    """A server started in ``folder``, with settings of its own below ``scratch``.

    ``application`` is what is started: ``lab`` or ``notebook``.
    """
    port, token = free_port(), "test-token"
    settings = scratch / "jupyter"
    overrides = settings / "config" / "labconfig"
    overrides.mkdir(parents=True, exist_ok=True)
    (overrides / "page_config.json").write_text(
        json.dumps({"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}})
    )
    own = {
        "JUPYTER_CONFIG_DIR": str(settings / "config"),
        "JUPYTER_DATA_DIR": str(settings / "data"),
        "JUPYTER_RUNTIME_DIR": str(settings / "runtime"),
        "IPYTHONDIR": str(settings / "ipython"),
        "JUPYTERLAB_SETTINGS_DIR": str(settings / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(settings / "workspaces"),
        **(environment or {}),
    }
    log = scratch / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "jupyter",
                application,
                "--no-browser",
                "--ip=127.0.0.1",
                f"--port={port}",
                "--ServerApp.port_retries=0",
                f"--IdentityProvider.token={token}",
                "--ServerApp.disable_check_xsrf=False",
                *(["--allow-root"] if os.name == "posix" and os.geteuid() == 0 else []),
            ],
            cwd=folder,
            env=with_programs(own),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = JupyterServer(f"http://127.0.0.1:{port}", token, log, settings / "settings")
    try:
        _wait(server, process, "api/status")
        yield server
    finally:
        _end(process)


@contextmanager
def voila(notebook: Path, scratch: Path) -> Iterator[str]:
    """The address of a notebook that Voilà serves as a page, with settings below ``scratch``."""
    port, log = free_port(), scratch / "voila.log"
    own = {
        "JUPYTER_CONFIG_DIR": str(scratch / "config"),
        "JUPYTER_DATA_DIR": str(scratch / "data"),
        "JUPYTER_RUNTIME_DIR": str(scratch / "runtime"),
        "IPYTHONDIR": str(scratch / "ipython"),
    }
    command = [sys.executable, "-m", "voila", notebook.name, "--no-browser"]
    command += [f"--port={port}", "--Voila.ip=127.0.0.1", "--Voila.port_retries=0"]
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            cwd=notebook.parent,
            env=with_programs(own),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = JupyterServer(f"http://127.0.0.1:{port}", "", log, scratch / "settings")
    try:
        _wait(server, process, "voila/static/voila.js")
        yield server.url
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(timeout=30)


def _wait(server: JupyterServer, process: subprocess.Popen[bytes], path: str) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(server.at(path)):
                return
        except urllib.error.HTTPError:
            return  # it answers, and that is enough
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise RuntimeError(f"The server did not start:\n{server.log.read_text()[-3000:]}")


class Cable:
    """What lies between a browser and a server: a port whose connections can be cut and mended."""

    def __init__(self, server: JupyterServer) -> None:
        self._port = int(server.url.rpartition(":")[2])
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._ends: list[socket.socket] = []
        self._whole = True
        port = self._listener.getsockname()[1]
        self.server = replace(server, url=f"http://127.0.0.1:{port}")
        """The server as the browser sees it."""
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """End every connection, and refuse new ones until it is mended."""
        self._whole = False
        for end in self._ends:
            _shut(end)
        self._ends.clear()

    def mend(self) -> None:
        """Let connections pass again."""
        self._whole = True

    def close(self) -> None:
        """End every connection for good."""
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if not self._whole:
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self._port))
            self._ends += [near, far]
            for ends in ((near, far), (far, near)):
                threading.Thread(target=_carry, args=ends, daemon=True).start()


def _carry(origin: socket.socket, goal: socket.socket) -> None:
    with suppress(OSError):
        while data := origin.recv(65536):
            goal.sendall(data)
    _shut(origin)
    _shut(goal)


def _shut(end: socket.socket) -> None:
    with suppress(OSError):  # the other end may have gone before
        end.shutdown(socket.SHUT_RDWR)
    end.close()
