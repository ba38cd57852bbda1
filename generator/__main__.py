"""python -m generator: see commands."""

from __future__ import annotations

from checker.terminal.command import run


def main() -> int:
    from generator import commands  # not before `run` can tell of a package that is missing

    return commands.main()


if __name__ == "__main__":
    run("generator", main)
