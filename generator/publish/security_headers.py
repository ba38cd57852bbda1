"""What a browser may do with the site, said in the head of every page and, for hosts that set headers, in a file.

A policy in a page cannot say who may frame it, and does not reach its workers: the headers do. Where both are given a
browser follows both, so the headers allow what some page needs, and each page narrows that to what it needs itself.
`deploy/` sets the same headers.
"""

from __future__ import annotations

from pathlib import Path

from generator.plan import addresses
from generator.plan.languages import LANGUAGES

_ROOTS = [language.root for language in LANGUAGES.values()]

# Nothing is allowed but what stands here. No script or style stands inside a page, so neither needs an exception.
_ALLOWED = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # the theme's icons stand in its style sheet
    "connect-src": "'self'",
    "worker-src": "'self'",
    "child-src": "'self'",  # the same to Safari before 15.5, and frames to all others
    "frame-src": "'none'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",  # a form that a script failed to catch would put its answers into an address
}
_PYTHON = {"script-src": "'self' 'wasm-unsafe-eval'"}

# Who may put a page into a frame: nobody; what stands below `embed/` was made for that, so there every site.
FRAME_ANCESTORS = {"frame-ancestors": "'none'"}
FRAMED_BY_ALL = {"frame-ancestors": "*"}


def _written(directives: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in directives.items())


_UNUSED = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "serial",
    "usb",
)

HEADERS = {
    "Content-Security-Policy": _written(_ALLOWED | _PYTHON | FRAME_ANCESTORS),
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED) + ", clipboard-write=(self)",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FRAMED = HEADERS | {"Content-Security-Policy": _written(_ALLOWED | _PYTHON | FRAMED_BY_ALL)}  # below `embed/`
LASTING = "public, max-age=31536000, immutable"  # for what has a digest in its name

_CHARSET = '<meta charset="utf-8">'  # must be the first thing in a page; the policy holds for what follows it


class PolicyError(Exception):
    """A page has no place for the policy; the message names the page."""


def of_page(address: str) -> str:
    """The policy in the head of the page at `address`, such as `check` or `en/guides/counselling`."""
    asks = [f"{root}{folder}check" for root in _ROOTS for folder in ("", addresses.FRAMES)]
    return _written(_ALLOWED | (_PYTHON if address in asks else {}))


def apply(site: Path) -> None:
    """Put the policy into every page of the built `site`, and the headers beside them. Raises PolicyError."""
    for page in site.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        address = page.parent.relative_to(site).as_posix()
        if html.count(_CHARSET) != 1:
            raise PolicyError(f"{address}: {_CHARSET} stands there {html.count(_CHARSET)} times, not once")
        said = f'<meta http-equiv="Content-Security-Policy" content="{of_page(address)}">'
        said += f'<meta name="referrer" content="{HEADERS["Referrer-Policy"]}">'
        page.write_text(html.replace(_CHARSET, _CHARSET + said), encoding="utf-8")
    lines = ["/*", *(f"  {name}: {value}" for name, value in HEADERS.items())]
    own = "Content-Security-Policy"
    for root in _ROOTS:  # what a wider rule has set is taken back first: two policies would both hold
        lines += [f"/{root}{addresses.FRAMES}*", f"  ! {own}", f"  {own}: {FRAMED[own]}"]
    for root in _ROOTS:
        lines += [f"/{root}assets/*", f"  Cache-Control: {LASTING}"]
    (site / "_headers").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (site / ".nojekyll").touch()  # GitHub would leave out names with an underscore
