# SPDX-License-Identifier: GPL-2.0-or-later
"""A real browser, headless: how wide a page is at a width of the window, where things stand, and what it fetches."""

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PHONE, LAPTOP, PRINT = 375, 1280, 718  # pixels of 1/96 inch: the last is A4 between margins of a centimetre
# Each page stands in a frame, whose width is the window's to it; a report itself has no script.
FRAME = '<iframe width="{width}" height="800" style="border: 0" srcdoc="{page}"></iframe>'
MEASURE = """<script>
addEventListener("load", () => {
  document.title = JSON.stringify([...document.querySelectorAll("iframe")].map(frame => {
    const root = frame.contentDocument, top = each => each.getBoundingClientRect().top;
    return {
      inner: frame.contentWindow.innerWidth,
      wide: root.documentElement.scrollWidth,
      headings: [...root.querySelectorAll("h1, h2")].map(each => [each.textContent, top(each)]),
      fetched: frame.contentWindow.performance.getEntriesByType("resource").map(each => each.name),
    };
  }));
});
</script>"""


def chromium():
    """The path of a Chromium, or the test is skipped."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no Chromium is installed (apt install chromium), or set CHROMIUM to the path of one")
    return path


def started(folder, *arguments):
    """What a headless Chromium writes to its output; its profile stays in `folder`."""
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={folder}"]
    command = [chromium(), *options, "--disable-background-networking", *arguments]
    environment = {**os.environ, "HOME": str(folder)}
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True, env=environment).stdout


def measured(pages, folder):
    """What MEASURE sees of each of some (text of a page, width of its window); `folder` is for the browser's files."""
    frames = [FRAME.format(width=width, page=html.escape(text, quote=True)) for text, width in pages]
    file = Path(folder) / "frames.html"
    file.write_text("<!DOCTYPE html><meta charset='utf-8'>" + "".join(frames) + MEASURE, encoding="utf-8")
    shown = started(Path(folder) / "profile", "--window-size=1400,1000", "--dump-dom", file.as_uri())
    return json.loads(html.unescape(re.search("<title>(.*?)</title>", shown, re.DOTALL)[1]))


def as_printed(text):
    """The page with the style of its print on the screen, to be measured."""
    return text.replace("@media print {", "@media all {")
