"""Stands in for traceback: without it the interpreter shows an exception in its own, plainer way."""

from sys import __excepthook__ as print_exception

__all__ = ["print_exception"]
