# SPDX-License-Identifier: GPL-2.0-or-later
"""What `benchmarks.cuda` checks and times on a machine with an NVIDIA card; its sections, their record, their page."""
