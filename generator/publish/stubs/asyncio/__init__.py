"""Stands in for asyncio: nothing here waits. Pyodide imports it for promises, which no Python here sees."""
