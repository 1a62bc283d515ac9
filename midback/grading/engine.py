"""The gradebook's database connection: quick to open again, patient with other writers."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.dialects import plugins
from sqlalchemy.engine import URL, CreateEnginePlugin, Dialect, Engine, make_url

PLUGIN = "midback"
BUSY_SECONDS = 60

_dialects: dict[str, Dialect] = {}
_compiled: dict[str, dict[Any, Any]] = {}
_open: dict[str, sqlite3.Connection] = {}


class GradebookEngine(CreateEnginePlugin):
    """What a gradebook's address asks for with ``?plugin=midback``.

    nbgrader opens the gradebook about ten times for every submission, each time with an engine
    that compiles every statement anew, which costs more than the statements themselves.
    All engines of one kind of database therefore share one dialect and the statements compiled
    for it (SQLAlchemy finds a compiled statement by its dialect).

    SQLite is told to wait for other writers, and to let readers read while one writes.
    That mode (WAL) needs a disk of this machine: for a gradebook on a network disk take
    PostgreSQL.
    """

    def update_url(self, url: URL) -> URL:
        return url.difference_update_query(["plugin"])

    def engine_created(self, engine: Engine) -> None:
        kind = engine.url.drivername
        engine.dialect = _dialects.setdefault(kind, engine.dialect)
        engine.update_execution_options(compiled_cache=_compiled.setdefault(kind, {}))
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _be_patient)
            _keep_open(engine.url.database)


def _keep_open(database: str | None) -> None:
    """Hold one idle connection to a database as long as this process lives.

    Whoever closes a SQLite database last writes its log back and deletes it, with a wait for the
    disk.
    nbgrader closes it about ten times for every submission; so it happens once, at the end.
    """
    if not database or database in _open or not Path(database).is_file():
        return
    connection = sqlite3.connect(database, check_same_thread=False)
    connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
    _open[database] = connection


def _be_patient(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.close()


def with_plugin(address: str) -> str:
    """A database address that asks for this plugin, whatever else it asks for.

    The plugin is made known to SQLAlchemy here, for the process that uses the address.
    """
    plugins.register(PLUGIN, __name__, GradebookEngine.__name__)
    url: URL = make_url(address)
    wanted = url.query.get("plugin", ())
    if PLUGIN in ((wanted,) if isinstance(wanted, str) else wanted):
        return address
    return url.update_query_dict({"plugin": PLUGIN}, append=True).render_as_string(
        hide_password=False
    )
