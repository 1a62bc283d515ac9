"""How long a figure takes to redraw in the kernel: ``python -m benchmarks.figures``.

Each control of an explorer is moved through its settings, round and round, and the time from the
new value to the new picture, as bytes for the browser, and its description is taken.
A setting that comes for the first time may take longer, because parts of a drawing are kept; the
median of these moves alone is given too.
The first picture of a session, which also loads fonts and tables, is not counted.
The processor's own time stands beside it: it does not grow when other programs are running.
A picture is not cached between settings, except the film of `cobb`, whose lines the browser moves.

With ``--browser`` the same is measured from a control in JupyterLab to the picture on the page, and
with ``--plates`` how long each plate of the atlas takes.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

from midback import atlas, explore
from midback.atlas.vector import picture_svg
from midback.explore.explorer import Explorer

GOAL = 80.0
MOVES = 24


def settings(control: Any) -> Iterator[Any]:
    """Values that a control can take, round and round, starting with another than it has."""
    if hasattr(control, "min"):
        values = list(control.stops) or list(range(control.min, control.max + 1, control.step))
    elif isinstance(control.value, list) and hasattr(control, "options"):
        names = list(control.options)
        values = [names[:count] for count in range(min(len(names), 6), -1, -1)]
    elif isinstance(control.value, list):
        values = [[*control.value[:-1], 0.1 + 0.01 * step] for step in range(MOVES)]
    elif isinstance(control.value, bool):
        values = [not control.value, control.value]
    else:
        values = list(control.options)
    return cycle([value for value in values if value != control.value] + [control.value])


def moved(explorer: Explorer, control: Any, moves: int) -> list[tuple[float, float, bool]]:
    """Milliseconds for each of some moves of one control: by the clock, and of the processor; and
    whether the setting came for the first time."""
    taken = []
    seen = [control.value]
    for value in islice(settings(control), moves):
        began, worked = time.perf_counter(), time.process_time()
        control.value = value
        taken.append(
            (
                1000 * (time.perf_counter() - began),
                1000 * (time.process_time() - worked),
                value not in seen,
            )
        )
        seen.append(value)
        if explorer.picture.problem:
            raise SystemExit(f"{explorer.title}: {explorer.picture.problem}")
    return taken


def measure(name: str, moves: int) -> dict[str, float]:
    """Median and worst of all controls together, and the median of each control, in ms."""
    explorer: Explorer = getattr(explore, name)()
    each = {key: moved(explorer, control, moves) for key, control in explorer.controls.items()}
    every = [move for times in each.values() for move in times]
    return {
        "median": statistics.median(taken for taken, _, _ in every),
        "first": statistics.median(taken for taken, _, new in every if new),
        "worst": max(taken for taken, _, _ in every),
        "processor": statistics.median(worked for _, worked, _ in every),
        **{
            f"median of {key}": statistics.median(taken for taken, _, _ in times)
            for key, times in each.items()
        },
    }


def plates(moves: int) -> dict[str, dict[str, float]]:
    """Processor time in ms to draw each plate with its names, and then to write its SVG."""
    found = {}
    for name in atlas.names():
        drawn, written = [], []
        for _ in range(moves + 1):
            began = time.process_time()
            figure = atlas.plate(name).figure()
            between = time.process_time()
            picture_svg(figure)
            drawn.append(1000 * (between - began))
            written.append(1000 * (time.process_time() - between))
        found[name] = {
            "figure": statistics.median(drawn[1:]),
            "svg": statistics.median(written[1:]),
        }
    return found


def main() -> None:
    """Print a table, or JSON with ``--json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="explorers; all of them if none is named")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--moves", type=int, default=MOVES, help="moves of each control")
    parser.add_argument("--browser", action="store_true", help="measure in JupyterLab")
    parser.add_argument("--plates", action="store_true", help="measure the atlas's plates")
    chosen = parser.parse_args()
    if chosen.browser or chosen.plates:
        if chosen.browser:
            from benchmarks import browser

            title = "From a control to its picture in JupyterLab, ms"
            measured = browser.measure(
                chosen.names or [*browser.FIGURES, browser.LINES], chosen.moves
            )
        else:
            title, measured = "Plates, processor time in ms", plates(min(chosen.moves, 5))
        if chosen.json:
            print(json.dumps(measured, indent=2))
            return
        print(title)
        for name, times in measured.items():
            print(f"  {name:20}", *(f"{key} {taken:6.1f}  " for key, taken in times.items()))
        return
    known = [name for name in explore.__all__ if name != "Explorer"]
    found = {name: measure(name, chosen.moves) for name in chosen.names or known}
    if chosen.json:
        print(json.dumps(found, indent=2))
        return
    print(f"Redraw in the kernel, ms (goal: median under {GOAL:.0f})")
    for name, times in found.items():
        slowest = max((key for key in times if key.startswith("median of")), key=times.__getitem__)
        print(
            f"  {name:14} median {times['median']:6.1f}   processor {times['processor']:6.1f}   "
            f"first time {times['first']:6.1f}   worst {times['worst']:6.1f}   "
            f"slowest control {slowest.removeprefix('median of ')} {times[slowest]:6.1f}"
        )


if __name__ == "__main__":
    main()
