# SPDX-License-Identifier: GPL-2.0-or-later
"""Spectra of known material as a scene would show them: endmembers of a library, mixed, lit and blurred by the scene."""
