# SPDX-License-Identifier: GPL-2.0-or-later
"""Spectra of known material as a scene would show them: of a library, mixed, in the scene's light and noise."""
