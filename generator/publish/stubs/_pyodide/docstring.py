"""Stands in for what describes Pyodide's own functions to whoever types `help`."""


def get_cmeth_docstring(_: object) -> str:
    return ""


def dedent_docstring(_: str) -> str:
    return ""
