# SPDX-License-Identifier: GPL-2.0-or-later
"""What an installation knows of logins and tokens beforehand: those of its index, of pip's settings and of the proxies.

pip and Python repeat pieces of an address that they cannot read ("Port could not be cast to integer value as ...").
Such a piece has no form to know it by, but it stands in what pip was given.
"""

import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote

from .masking import LONG, looks_like_token

MOST_BYTES = 100_000  # of a file of settings
_AT = re.compile(r"(?i)@|%(?:25)*40")
_BETWEEN = re.compile(r"(?i)[:/@?#&=;]|%(?:25)*(?:3A|2F|40|3F|26|3D)")


def secrets_in(texts):
    """Pieces, of LONG characters or more, of the logins, queries and tokens of all addresses in some `texts`.

    The name before a password is no secret (it may be that of a folder) unless it looks like a token.
    """
    pieces = set()
    for word in (word for text in texts for word in re.split(r"[\s,]+", text)):
        place = re.split(r"(?i)//|%(?:25)*2F%(?:25)*2F", word, maxsplit=1)[-1].strip("'\"")
        at = [*_AT.finditer(place)]
        login = place[: at[-1].start()] if at else ""
        rest = place[at[-1].end() :] if at else place
        path, _, query = rest.partition("?")
        user, colon, _ = login.partition(":")
        pieces |= {login, *_BETWEEN.split(login), *_BETWEEN.split(query)}
        pieces -= {user} if colon and not looks_like_token(user) else set()
        pieces |= {part for part in re.split(r"[/;#]", path)[1:] if "//" in word and looks_like_token(part)}
    pieces |= {unquote(piece) for piece in pieces}
    return tuple(sorted((piece for piece in pieces if len(piece) >= LONG), key=len, reverse=True))


def settings_of_pip(environment):
    """Texts of pip's settings and of the system's proxies in an `environment`, a mapping, and in pip's files."""
    names = [name for name in environment if name.upper().startswith("PIP_") or name.lower().endswith("_proxy")]
    return [environment[name] for name in names] + [_read(path) for path in _files(environment)]


def _files(environment):
    """Paths of the files in which pip looks for its settings; most do not exist."""
    home = Path(os.path.expanduser("~"))
    configured = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    folders = [configured / "pip", home / ".pip", home / "Library" / "Application Support" / "pip", Path(sys.prefix)]
    folders += [Path(environment[name]) / "pip" for name in ("APPDATA", "PROGRAMDATA") if environment.get(name)]
    folders += [home / "pip", Path("/etc"), Path("/etc/xdg/pip"), Path("/Library/Application Support/pip")]
    chosen = [environment["PIP_CONFIG_FILE"]] if environment.get("PIP_CONFIG_FILE") else []
    return [*chosen, *(folder / name for folder in folders for name in ("pip.conf", "pip.ini"))]


def _read(path):
    with suppress(OSError):
        if os.path.isfile(path):
            with open(path, "rb") as file:
                return file.read(MOST_BYTES).decode("utf-8", "replace")
    return ""
