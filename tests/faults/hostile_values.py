# SPDX-License-Identifier: GPL-2.0-or-later
"""Values, bytes and places that break parsers; all chosen by a random.Random."""

NUMBERS = (
    0,
    -1,
    1,
    2,
    255,
    256,
    2**31 - 1,
    2**31,
    2**32,
    2**63,
    2**64,
    10**400,
    -(2**63),
    0.5,
    -0.0,
    1e-320,
    1e9,
    1e30,
    1e308,
)
TEXTS = (
    "",
    " ",
    "\x00",
    "\n",
    "a\nb",
    "\ud800",
    "𝔘",
    "nan",
    "inf",
    "-1",
    "../../x",
    "<b>x</b>",
    "%1 {} %s",
    "=1+1",
    "x" * 10_000,
)
OTHERS = (None, True, False, [], {}, [[]], {"": None}, [None] * 3)


def value(random):
    """A value that JSON holds."""
    return random.choice(random.choice((NUMBERS, TEXTS, OTHERS)))


def spoilt(random, data):
    """(what was done, bytes): a few bits or bytes of a file's bytes are others, missing or too many.

    random : random.Random; data : bytes, not empty
    """
    data = bytearray(data)
    place, length = random.randrange(len(data)), random.choice((1, 2, 4, 8, 64, 500))
    kind = random.choice(
        ("bits flipped", "bytes overwritten", "cut short", "bytes added", "a piece missing", "a piece twice")
    )
    if kind == "bits flipped":
        for _ in range(random.choice((1, 1, 1, 2, 8))):
            data[random.randrange(len(data))] ^= 1 << random.randrange(8)
    elif kind == "bytes overwritten":
        filling = random.choice((b"\x00", b"\xff", b"9", b"{", bytes([random.randrange(256)])))
        data[place : place + length] = filling * len(data[place : place + length])
    elif kind == "cut short":
        del data[place:]
    elif kind == "bytes added":
        data += random.choice((b"\x00", b"}", random.randbytes(1))) * length
    elif kind == "a piece missing":
        del data[place : place + length]
    else:
        data[place:place] = data[place : place + length]
    return kind, bytes(data)


def doctored(random, document, value=value):
    """(where, a copy of a JSON document in which one place is another).

    random   : random.Random
    document : what JSON holds, a dict
    value    : random -> what to put there
    """
    import copy

    document = copy.deepcopy(document)
    node, path = document, []
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = random.choice(keys)
        path.append(str(key))
        deeper = isinstance(node[key], (dict, list)) and len(node[key]) > 0
        if not deeper or random.random() < 0.25:
            break
        node = node[key]
    _change(random, node, key, value)
    return ".".join(path), document


def _change(random, node, key, value):
    old, act = node[key], random.random()
    if act < 0.15:
        del node[key]
    elif act < 0.3 and isinstance(node, list):
        node.insert(key, old)
    elif act < 0.6 and isinstance(old, (int, float)) and not isinstance(old, bool):
        node[key] = old * random.choice((1 + 1e-9, 1.001, 10, 1000, -1)) + random.choice((0, 0, 1))
    elif act < 0.7 and isinstance(old, list):
        random.shuffle(old)
    elif act < 0.8 and isinstance(old, str) and old:
        place = random.randrange(len(old))
        node[key] = old[:place] + chr((ord(old[place]) + 1) % 0xD000) + old[place + 1 :]
    else:
        node[key] = value(random)
