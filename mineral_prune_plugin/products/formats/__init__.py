# SPDX-License-Identifier: GPL-2.0-or-later
"""The families of products, a module each: `looks_like(download)` and `read(download, choices)` -> Product."""
