# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of a record: a section each, its sentences, its tables, and the traceback of what failed."""

from .record import DONE

TITLES = {
    "bytes": "Whether the map is the same",
    "speed": "How fast maps are",
    "perceptrons": "Training and pruning perceptrons",
    "patches": "DenseNets of pixel neighbourhoods",
    "images": "DenseNet-40-12 on CIFAR",
}
TRIAL = """
**A trial of the script on the processor, without a card: no number here says anything about one.**
"""


def page(document):
    """Markdown. document : of `record.read`"""
    machine = document["machine"]
    facts = ", ".join(f"{name} {value}" for name, value in machine.items())
    text = f"# On an NVIDIA card\n{'' if machine.get('device') == 'cuda' else TRIAL}\n`make bench-cuda`: {facts}.\n"
    sections = [_section(name, document["sections"][name]) for name in TITLES if name in document["sections"]]
    return text + "".join(sections)


def _section(name, section):
    lines = [f"\n## {TITLES[name]}\n"]
    if section["status"] != DONE:
        lines.append(f"**This section is not whole: {section['status']}.**\n")
    lines += [f"{note}\n" for note in section["notes"]]
    for title, rows in section["tables"].items():
        lines.append(f"{title}:\n\n{_table(rows)}\n")
    if section.get("traceback"):
        lines.append(f"```\n{section['traceback'].rstrip()}\n```\n")
    return "\n".join(lines) + f"\nThe section took {section['seconds']:.0f} s.\n"


def _table(rows):
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    return "\n".join(lines + ["| " + " | ".join(_shown(row.get(name)) for name in columns) + " |" for row in rows])


def _shown(value):
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "**no**"
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
