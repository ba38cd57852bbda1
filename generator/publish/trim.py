"""Runs inside Pyodide at build time: packs the modules that are in use, compiled, into one archive.

`engine.mjs` runs this file after it has put the interpreter through what the page can ask of it. The archive takes the
place of the whole standard library, so that no visitor downloads, or compiles at every visit, what is never used.
"""

import io
import sys
from importlib import import_module
from importlib._bootstrap_external import _code_to_hash_pyc  # type: ignore[attr-defined]

# Names of files in an archive, and text that is not UTF-8, are decoded by modules that are imported only when needed.
DECODING = ("encodings.ascii", "encodings.cp437", "encodings.latin_1")
EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a zip archive can tell; always the same, so that the archive is


def pack(*roots: str) -> bytes:
    """All modules that were imported from below `roots`, compiled without docstrings and assertions.

    Nothing in the archive is compressed: it is compressed as a whole on its way, which is better than in parts.
    """
    for name in DECODING:
        import_module(name)
    used = sorted(sys.modules.items())
    import zipfile  # not at the top: it would be among the modules in use

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, module in used:
            spec = getattr(module, "__spec__", None)
            if spec is None or not (spec.origin or "").startswith(roots):
                continue
            file = name.replace(".", "/") + ("/__init__" if spec.submodule_search_locations is not None else "")
            code = compile(spec.loader.get_data(spec.origin), f"{file}.py", "exec", dont_inherit=True, optimize=2)
            archive.writestr(zipfile.ZipInfo(f"{file}.pyc", EARLIEST), _code_to_hash_pyc(code, bytes(8), False))
    return packed.getvalue()
