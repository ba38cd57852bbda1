"""Stands in for what reads type hints for JavaScript's functions: none here has any, so all are called in one way."""

from _pyodide_core import JsFuncSignature, js2py_default_call_result, py2js_default


def _any(*args: object, **kwargs: object) -> None:
    pass


no_default = object()
default_signature = JsFuncSignature(
    _any, False, 0, (), (), py2js_default, (), (), (), py2js_default, js2py_default_call_result
)
