# SPDX-License-Identifier: GPL-2.0-or-later
"""What can be wrong, or unusual, in an ENVI header: a function a fault, each tells what it did.

Each takes (random.Random, lines), the lines a list of str, and changes the list.
"""

NUMBERS = ("samples", "lines", "bands", "header offset", "data type", "byte order", "file compression")
FIGURES = {"arabic": 0x660, "persian": 0x6F0, "devanagari": 0x966, "full-width": 0xFF10}
KEYS = (str.upper, str.title, "{}:", " {}", "\t{}", "{}\t", "x {}", "{} x", "{}\u200b", "; {}")
INTERLEAVES = (
    "BSQ", "Bil", "bip ", "bsqx", "bil;", "bip2", "", "bls", "band", "line", "pixel", "{bsq}", '"bil"', "b\u0131l",
    "BİP",
)  # fmt: skip
ORDERS = (
    "1", "0", "01", "+1", "-1", "2", "10", " 1", "1 ; big", "0x1", "big", "little", "Host (Intel)", "IEEE", "{1}", "",
    "1=0", "0=1", "1.9", "0.9",
)  # fmt: skip
LISTS = ("description = {", "band names = {", "x = {lines = 3", "wavelength = {1, 2")
OTHERS = (
    "major frame offsets = {4, 4}", "major frame offsets = {0, 8}", "minor frame offsets = {2, 2}", "x start = 5",
    "major frame offsets = {4}", "file type = ENVI Classification", "file type = ENVI Virtual Mosaic",
    "file type = ENVI Meta File", "compression = 1", "file compression = 0", "file compression = no", "sensor type = 1",
    "data ignore value = 7", "data gain values = {2}", "byte order:1 = 7", "header offset:8 = 1", "offset = 7",
)  # fmt: skip


def odd_number(random, lines):
    number = _line(random, lines, NUMBERS)
    key, value = _parts(lines[number])
    value = _whole(value)
    lines[number] = f"{key} = {random.choice(forms_of(random, value))}"
    return f"{key} in an odd form"


def forms_of(random, value):
    """Ways to write a whole number, or nearly. random : random.Random"""
    text, figures = str(value), random.choice(list(FIGURES.values()))
    other = "".join(chr(figures + int(digit)) for digit in text)
    return (
        f"0_{text}", f"{text}_0", other, f"{text[:-1]}{other[-1]}", f"+{text}", f"-{text}", f"{text}.0", f"{text}.9",
        hex(value), oct(value), f"{text}e0", f"{text}e1", f"{text} 1", f"{text},1", f"{text};1", f"{{{text}}}",
        f'"{text}"', f"{text}=1", f"1={text}", f"00{text}", f"{text}\t", f"\u00a0{text}", f"{text}\x00", f"\x0b{text}",
        "", "none", str(value + 2**32), str(value + 2**64), f"{text}\u00b2", f" {text} ", f"{text}L", f"- {text}",
        f"\u2212{text}",
    )  # fmt: skip


def other_number(random, lines):
    number = _line(random, lines, NUMBERS)
    key, value = _parts(lines[number])
    value = _whole(value)
    lines[number] = f"{key} = {random.choice((value + 1, max(0, value - 1), 0, 2 * value, 15, 2**31))}"
    return f"{key} is another"


def twice(random, lines):
    number = _line(random, lines, (*NUMBERS, "interleave"))
    key, value = _parts(lines[number])
    value = _whole(value)
    other = random.choice(INTERLEAVES) if key == "interleave" else random.choice(forms_of(random, value + 1))
    shape = random.choice((*KEYS, "{}", "{}", "{}", str.upper))
    written = shape(key) if callable(shape) else shape.format(key)
    if random.random() < 0.3:
        written = written.replace(" ", random.choice(("_", "  ", "\t")))
    lines.insert(random.choice((number, number + 1, len(lines))), f"{written} = {other}")
    return f"{key} stands twice"


def other_key(random, lines):
    number = _line(random, lines, (*NUMBERS, "interleave"))
    key, value = _parts(lines[number])
    shape = random.choice(KEYS)
    lines[number] = f"{shape(key) if callable(shape) else shape.format(key)} = {value}"
    return f"the key {key} in another form"


def other_interleave(random, lines):
    lines[_line(random, lines, ("interleave",))] = f"interleave = {random.choice(INTERLEAVES)}"
    return "another interleave"


def other_order(random, lines):
    lines[_line(random, lines, ("byte order",))] = f"byte order = {random.choice(ORDERS)}"
    return "another byte order"


def missing(random, lines):
    del lines[_line(random, lines, (*NUMBERS, "interleave"))]
    return "an entry is missing"


def shuffled(random, lines):
    rest = lines[1:]
    random.shuffle(rest)
    lines[1:] = rest
    return "entries in another order"


def unclosed(random, lines):
    lines.insert(random.randint(1, len(lines)), random.choice(LISTS))
    return "a list that does not end"


def long_line(random, lines):
    lines.insert(random.randint(1, len(lines)), "description = {" + "x" * random.choice((9_970, 10_000, 60_000)) + "}")
    return "a long line"


def other_entry(random, lines):
    lines.insert(random.randint(1, len(lines)), random.choice(OTHERS))
    return "an entry that few know"


def other_ends(random, lines):
    end = random.choice(("\r", "\r\n", "\n\n", "\x0b", "\x0c", "\u2028", "\x85", "\x1c"))
    number = random.randrange(len(lines))
    lines[number : number + 2] = [end.join(lines[number : number + 2])]
    return "other ends of lines"


def other_beginning(random, lines):
    lines[0] = random.choice(("\ufeffENVI", "envi", "ENVI ", "ENVI samples = 3", "ENVI\x00", "", "ENVI = 1"))
    return "another first line"


def _line(random, lines, keys):
    """The number of a line with one of the keys; the first where an earlier change has taken them all."""
    return random.choice([number for number, line in enumerate(lines) if _parts(line)[0] in keys] or [0])


def _parts(line):
    key, _, value = line.partition("=")
    return key.strip(), value.strip()


def _whole(value):
    """The number of an entry; an earlier change may have made it odd."""
    return int(value) if value.isascii() and value.isdigit() else 1


CHANGES = (
    odd_number, odd_number, odd_number, odd_number, other_number, twice, twice, twice, other_key, other_interleave,
    other_order, missing, shuffled, unclosed, long_line, other_entry, other_entry, other_ends, other_beginning,
)  # fmt: skip
