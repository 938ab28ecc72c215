# SPDX-License-Identifier: GPL-2.0-or-later
"""What can be wrong, or unusual, in the directory of a TIFF: a function a fault, each tells what it did.

Each takes (random.Random, Tiff) and changes the Tiff.
"""

import copy

from faults.tiff_files import ASCII, KINDS, LONG, SHORT, Entry

ODD = {  # tag -> values that some writer gives, or that only few readers know
    254: (0, 1, 2, 4), 255: (1, 2, 3), 258: (1, 2, 4, 7, 8, 12, 16, 24, 32, 64, 128),
    259: (0, 1, 2, 3, 4, 5, 6, 7, 8, 32773, 32946, 34661, 34887, 34925, 50000, 50001, 50002, 65535),
    262: (0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 32803, 32844, 32845, 65535), 266: (0, 1, 2, 3),
    274: (0, 1, 2, 3, 4, 5, 6, 7, 8, 9), 277: (0, 1, 2, 3, 4, 5, 100), 278: (0, 1, 2, 3, 5, 1000, 2**32 - 1),
    284: (0, 1, 2, 3, 255, 65535), 317: (0, 1, 2, 3, 34892), 322: (0, 1, 8, 15, 16, 17, 32, 48),
    323: (0, 8, 16, 20, 32), 338: (0, 1, 2, 3), 339: (0, 1, 2, 3, 4, 5, 6, 7),
    512: (1, 14), 530: (1, 2, 4), 531: (1, 2), 32995: (1, 8, 16), 32996: (1, 2), 32997: (0, 1, 2), 32998: (0, 1, 2),
}  # fmt: skip
NOTES = (
    '<GDALMetadata><Item name="NBITS" role="" domain="IMAGE_STRUCTURE">7</Item></GDALMetadata>',
    '<GDALMetadata><Item name="NBITS" sample="0" domain="IMAGE_STRUCTURE">12</Item></GDALMetadata>',
    '<GDALMetadata><Item name="PIXELTYPE" domain="IMAGE_STRUCTURE">SIGNEDBYTE</Item></GDALMetadata>',
    '<GDALMetadata><Item name="SCALE" sample="0" role="scale">2</Item></GDALMetadata>',
    "<GDALMetadata>",
)


def odd_value(random, tiff):
    tag = random.choice(sorted(ODD))
    entry, value = tiff.entry(tag), random.choice(ODD[tag])
    if entry is None:
        place(tiff, Entry(tag, random.choice((SHORT, SHORT, LONG)), [value]))
    else:
        entry.values = [value] * max(1, len(entry.values))
    return f"tag {tag} is odd"


def odd_value_of_a_sample(random, tiff):
    entry = tiff.entry(random.choice((258, 339)))
    entry.values[random.randrange(len(entry.values))] = random.choice(ODD[entry.tag])
    return "samples differ"


def twice(random, tiff):
    entry = random.choice(tiff.entries)
    twin = copy.deepcopy(entry)
    if twin.values != ["offsets"]:
        twin.values = [_near(random, twin.tag, value) for value in twin.values]
    else:
        twin.values = [random.choice((8, 9, 16, 100))] * len(tiff.blocks)
    place(tiff, twin, random.choice((0, 1)))
    return "a tag stands twice"


def out_of_order(random, tiff):
    random.shuffle(tiff.entries)
    return "tags out of order"


def another_type(random, tiff):
    random.choice(tiff.entries).kind = random.choice(KINDS)
    return "a number of another type"


def another_count(random, tiff):
    entry = random.choice(tiff.entries)
    count = len(tiff.blocks) if entry.values == ["offsets"] else len(entry.values)
    entry.count = random.choice((0, 1, 2, count - 1, count + 1, 2 * count, 2**31, 2**32 - 1)) % 2**32
    return "a count that is wrong"


def another_number(random, tiff):
    entry = random.choice(tiff.entries)
    if entry.values != ["offsets"] and entry.values:
        where = random.randrange(len(entry.values))
        entry.values[where] = _near(random, entry.tag, entry.values[where])
    return "a number that is wrong"


def missing(random, tiff):
    tiff.entries.remove(random.choice(tiff.entries))
    return "a tag is missing"


def sparse(random, tiff):
    lengths = tiff.entry(279) or tiff.entry(325)
    for number in random.sample(range(len(tiff.blocks)), random.randint(1, len(tiff.blocks))):
        tiff.blocks[number] = b""
        if random.random() < 0.7:
            lengths.values[number] = 0
    return "blocks that are nowhere"


def moved(random, tiff):
    offsets = tiff.entry(273) or tiff.entry(324)
    offsets.values = [random.choice((8, 12, 16, 17, 64, 10**6, 2**31, 2**32 - 1)) for _ in tiff.blocks]
    return "blocks elsewhere"


def both(random, tiff):
    strips = tiff.entry(273) is not None
    for tag in random.sample((322, 323, 324, 325) if strips else (273, 278, 279), random.randint(1, 3)):
        values = ["offsets"] if tag in (273, 324) else [random.choice((16, 32, 1, 512))]
        place(tiff, Entry(tag, LONG, values))
    return "tags of strips and of tiles"


def renamed(random, tiff):
    names = {273: 324, 324: 273, 279: 325, 325: 279}
    for entry in tiff.entries:
        if entry.tag in names and random.random() < 0.8:
            entry.tag = names[entry.tag]
    tiff.entries.sort(key=lambda entry: entry.tag)
    return "tags of strips for tiles"


def noted(random, tiff):
    text = random.choice(NOTES).encode() + b"\0"
    place(tiff, Entry(42112, ASCII, list(text)))
    return "GDAL's metadata"


def other_head(random, tiff):
    tiff.head = random.choice((b"II", b"MM", b"EP", b"II*\0", b"MM\0*", b"II+\0\x08\0\0\0", b"II+\0\x10\0\0\0", b"Ii"))
    return "another head"


def place(tiff, entry, after=0):
    """Insert an Entry where its tag belongs. after : 1 to stand behind others of its tag"""
    number = sum(other.tag < entry.tag + after for other in tiff.entries)
    tiff.entries.insert(number, entry)


def _near(random, tag, value):
    """Another number, such as may be in an entry of this tag."""
    return random.choice((*ODD.get(tag, ()), value + 1, value - 1, 2 * value, 0, 1, value + 65536, 2**31, 2**32 - 1))


CHANGES = (
    odd_value, odd_value, odd_value, odd_value, odd_value_of_a_sample, twice, twice, out_of_order, another_type,
    another_type, another_count, another_number, missing, sparse, moved, both, renamed, noted, other_head,
)  # fmt: skip
