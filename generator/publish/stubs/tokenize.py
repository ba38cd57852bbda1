"""Stands in for tokenize: Pyodide looks for a semicolon at the end of what it runs, and is told of none."""


def generate_tokens(_: object) -> tuple[()]:
    return ()
