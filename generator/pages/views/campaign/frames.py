"""What another site copies to show the questionnaire or a guide in a frame: two lines of HTML."""

from __future__ import annotations

from urllib.parse import urlsplit

from markupsafe import escape

_FRAME = (
    '<iframe src="{src}" title="{title}" style="width:100%;height:640px;border:0"'
    ' loading="lazy" allow="clipboard-write" referrerpolicy="no-referrer"></iframe>'
)
# It believes nobody but the frame itself, and of that only a height within bounds; the bounds stand in `frame.js` too.
_LISTENS = (
    '<script>addEventListener("message",function(e){var h=e.data,all=document.getElementsByTagName("iframe"),i;'
    'if(e.origin==="{origin}"&&typeof h==="number"&&h>=200&&h<=20000)'
    'for(i=0;i<all.length;i++)if(all[i].contentWindow===e.source)all[i].style.height=h+"px"})</script>'
)

_USUAL = {"http": 80, "https": 443}


def code(root: str, address: str, title: str) -> str:
    """The two lines for the page at `address`, relative to `root`, the address of a language's home page."""
    filled = {"{src}": root + address, "{title}": title}
    frame = _FRAME
    for mark, text in filled.items():
        frame = frame.replace(mark, str(escape(text)))
    return frame + "\n" + _LISTENS.replace("{origin}", _origin(root))


def _origin(address: str) -> str:
    """As a browser writes it of a page: in small letters, as the network has it, without the usual port."""
    parts = urlsplit(address)
    host = (parts.hostname or "").encode("idna").decode()
    return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port not in (None, _USUAL.get(parts.scheme)) else "")
