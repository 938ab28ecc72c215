# SPDX-License-Identifier: GPL-2.0-or-later
"""Logins, tokens and signatures are never shown: each is masked where it stands, however it is written.

A short password is masked in its place only (`geologist:3@proxy`): everywhere, it would mask versions and sizes too.
Where an address can be read in two ways, more is masked than need be.
"""

import base64
import re
from urllib.parse import quote

MASK = "***"
LONG = 8  # characters of a password that no other text has by chance
LONGEST_LINE = 20_000  # characters that are looked through; pip's lines are far shorter
_WRITTEN = r"(?:[^\s'\"<>`]|['\"<>`](?=\S*@))"  # in an address; a quotation mark ends it unless it is in a password
_ADDRESS = re.compile(
    rf"(?i)((?:[a-z][a-z0-9+.-]{{0,20}}:)?//|[a-z][a-z0-9+.-]{{0,20}}%(?:25)*3A%(?:25)*2F%(?:25)*2F)({_WRITTEN}+)"
)
_AT = re.compile(r"(?i)@|%(?:25)*40")
_SLASH = re.compile(r"(?i)/|\\|%(?:25)*2F")
_QUERY = re.compile(r"(?i)[?;]|%(?:25)*3F")
_PORT = re.compile(r":\d*|")
_HASH = re.compile(r"(?i)(?:md5|sha\d+)=[0-9a-f]+")
_FILE = re.compile(r"(?i)\.(?:whl|metadata|gz|zip|html?|json)$")
_LOGIN = re.compile(rf"[^\s'\"<>/:@]{{1,256}}:(?!//){_WRITTEN}{{0,512}}@(?=[\w\[])")
_PATH = re.compile(r"(?<=url: )/\S*|(?<=': )/\S*")
_QUESTION = re.compile(r"(?<=\S)\?[^\s'\"<>=]{0,256}=[^\s'\"<>]*")
_HEADER = re.compile(r"(?i)(authorization['\"]?\s*[:=]\s*['\"]?)(?:(?:basic|bearer|token|digest)\s+)?[^\s'\"]+")
_SCHEME = re.compile(r"(?i)\b((?:basic|bearer)\s+)(?=\S*[\d=])[\w+/=.~-]{8,}")
_NAMED = re.compile(
    r"(?i)((?:token|password|passwd|secret|api[_-]?key|signature|credentials?)['\"]?\s*[=:]\s*['\"]?)[^\s'\",;&]+"
)
_PORT_SAID = re.compile(r"(?i)(port could not be cast to integer value as )(?:'[^']*'|\"[^\"]*\")")
_TOKEN = re.compile(
    r"\b(?:pypi-[\w-]{16,}|gh[pousr]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|AKIA[0-9A-Z]{16}|eyJ[\w-]{8,}\.[\w.-]+)"
)


def without_secrets(text, logins=(), secrets=()):
    """The text without any login, token or signature.

    text    : a line of pip, an address, or what a person typed
    logins  : (user, password) that are known, of a proxy; they are masked in forms that are no address, too
    secrets : of known_secrets.secrets_in, masked wherever they stand as a word, in small letters or capitals
    """
    if len(text) > LONGEST_LINE:
        text = (
            f"{text[:LONGEST_LINE].rpartition(' ')[0]} ..."  # whole words: a part of a login has no form to know it by
        )
    for user, password in logins:
        text = _without_login(text, user, password)
    for secret in secrets:
        text = _without_word(text, secret)
    text = _ADDRESS.sub(lambda match: match[1] + _masked(match[1], match[2]), text)
    if "@" in text:
        text = _LOGIN.sub(f"{MASK}@", text)
    text = _PATH.sub(lambda match: _masked_place(match[0]), text)
    for pattern in (_HEADER, _SCHEME, _NAMED, _PORT_SAID):
        text = pattern.sub(rf"\1{MASK}", text)
    return _TOKEN.sub(MASK, _QUESTION.sub(f"?{MASK}", text))


def _without_login(text, user, password):
    """The text without what is known of a login: where an address has it, and all else of it that is long enough."""
    if not password:
        return text
    for safe in ("", "~", "!$&'()*+,;=:~"):  # what different programs leave as it is
        text = text.replace(f"{quote(user, safe=safe)}:{quote(password, safe=safe)}@", f"{MASK}@")
    text = text.replace(f"{user}:{password}@", f"{MASK}@")
    text = text.replace(base64.b64encode(f"{user}:{password}".encode("utf-8", "surrogatepass")).decode(), MASK)
    for secret in {password, quote(password, safe="")} if len(password) >= LONG else ():
        text = _without_word(text, secret)
    return text


def _without_word(text, word):
    return re.sub(rf"(?i)(?<!\w){re.escape(word)}(?!\w)", MASK, text)


def _masked(start, rest):
    """What follows the two slashes of an address: its login, query and tokens masked.

    start : with an encoded colon, all that follows is encoded once more
    rest  : the text after it
    """
    if "@" in rest or "%" in start:
        place = [*_AT.finditer(rest)]
        if place and _QUERY.search(rest, 0, place[-1].start()):
            return MASK  # the @ may end a login or stand in the query
        if place:
            return f"{MASK}{place[-1][0]}{_masked_place(rest[place[-1].end() :])}"
    host = _SLASH.split(rest, 1)[0]
    host = _QUERY.split(host.split("#")[0], 1)[0]
    at = [*_AT.finditer(host)]
    if at:
        return f"{MASK}{at[-1][0]}{_masked_place(rest[at[-1].end() :])}"
    name = re.match(r"\[[^\]]*\]|[^:]*", host)
    if not _PORT.fullmatch(host[name.end() :].rstrip(",.)]}")):
        return MASK + _masked_place(rest[len(host) :])  # user:password, cut short
    return _masked_place(rest)


def _masked_place(text):
    """Host and path, or a path alone, with query, fragment and what looks like a token in the path masked."""
    text, sharp, fragment = text.partition("#")
    query = _QUERY.search(text)
    if query:
        text = text[: query.end()] + MASK
    else:
        text = re.sub(r"(?<=/)[^/]+", lambda match: MASK if looks_like_token(match[0]) else match[0], text)
    return text + sharp + (fragment if _HASH.fullmatch(fragment.rstrip(",)")) else MASK if fragment else "")


def looks_like_token(part):
    """Whether a `part` of a path is random characters rather than a name."""
    word = part.rstrip(",:)")
    if _FILE.search(word) or len(word) < 16:
        return False
    mixed = bool(re.search(r"\d", word)) or (word.lower() != word and word.upper() != word)
    return mixed and (len(word) >= 32 or bool(re.fullmatch(r"\w+", word)))
