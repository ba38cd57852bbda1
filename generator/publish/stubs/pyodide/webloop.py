"""Stands in for Pyodide's event loop, which drives asyncio."""


def _initialize_event_loop() -> None:
    pass
