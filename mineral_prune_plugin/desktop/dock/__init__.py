# SPDX-License-Identifier: GPL-2.0-or-later
"""The dock "Why this mineral?": the spectrum of a pixel and what decided its class."""
