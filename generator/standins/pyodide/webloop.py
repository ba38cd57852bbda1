"""Stands in for Pyodide's event loop, which drives asyncio."""

# Memory is only written down if Python holds the same of JavaScript, in the same order, as at the end of a usual start.
from pyodide_js._api import scheduleCallback as _scheduleCallback  # noqa: F401


def _initialize_event_loop() -> None:
    pass
