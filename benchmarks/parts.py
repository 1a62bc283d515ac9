"""Where the time of ``nbgrader autograde`` goes: run in a course folder, it prints JSON.

A timer interrupts the marking a thousand times a second, and each time the innermost function
that is known to belong to a part is counted for it.
A profiler that follows every call would slow small functions more than large ones.
"""

from __future__ import annotations

import json
import logging
import signal
import sys
import time
from collections import Counter
from types import FrameType
from typing import Any

from nbgrader.apps.autogradeapp import AutogradeApp

INTERVAL = 0.001

# Part of a file's path, functions in it (any, if there are none), and what they are for.
KNOWN: list[tuple[str, set[str], str]] = [
    ("/sqlalchemy/", set(), "database"),
    ("/nbgrader/api.py", set(), "database"),
    ("/jsonschema/", set(), "validating the notebook's format"),
    ("/fastjsonschema/", set(), "validating the notebook's format"),
    ("/nbformat/", {"validate", "isvalid", "iter_validate"}, "validating the notebook's format"),
    ("/nbformat/", {"read", "reads", "reads_json", "from_filename"}, "reading"),
    ("/nbformat/", {"write", "writes"}, "writing"),
    ("/midback/items/", set(), "reading"),
    ("/midback/responses.py", set(), "reading"),
    ("/nbconvert/writers/", set(), "writing"),
    ("/shutil.py", set(), "copying"),
    ("/nbgrader/utils.py", {"find_all_files"}, "copying"),
    ("/nbgrader/converters/", {"init_assignment", "set_permissions"}, "copying"),
]


def part_of(frame: FrameType | None) -> str | None:
    """The part of the work that a stack of calls is at; None before and after the marking."""
    part, marking = None, False
    step = False
    while frame:
        path, function = frame.f_code.co_filename, frame.f_code.co_name
        if part is None:
            part = next(
                (
                    name
                    for place, functions, name in KNOWN
                    if place in path and (not functions or function in functions)
                ),
                None,
            )
            step = step or function in ("preprocess", "preprocess_cell")
            if part is None and step and function == "convert_single_notebook":
                converter: Any = frame.f_locals["self"]
                part = "sanitising" if converter._sanitizing else "marking"
        marking = marking or function == "convert_notebooks"
        frame = frame.f_back
    return (part or "nbgrader's other bookkeeping") if marking else None


def main() -> None:
    """Autograde the assignment named on the command line, and print seconds by part."""
    found: Counter[str] = Counter()

    def look(_signal: int, frame: FrameType | None) -> None:
        if part := part_of(frame):
            found[part] += 1

    application = AutogradeApp.instance()
    application.initialize([sys.argv[1]])
    application.log.setLevel(logging.WARNING)
    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, INTERVAL, INTERVAL)
    began = time.perf_counter()
    application.start()
    seconds = time.perf_counter() - began
    signal.setitimer(signal.ITIMER_REAL, 0)
    total = sum(found.values())
    print(json.dumps({part: seconds * count / total for part, count in found.items()}))


if __name__ == "__main__":
    main()
