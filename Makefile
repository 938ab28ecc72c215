# SPDX-License-Identifier: GPL-2.0-or-later
# What a person does with a checkout, in few words; `make` alone lists it. The work itself is in scripts/.

# The Python that QGIS uses: it must be the one that can `import qgis`.
PYTHON ?= /usr/bin/python3
export PYTHON SCENE LABELS LIBRARY MINERALS PROFILE IMAGES SUITE

.PHONY: help setup demo test test-root test-qt6 mutants faults study few-labels library-study bench-map bench-archive bench-products bench-growth bench-desk bench-densenet bench-cuda screenshots lint translate package gate install env stage clean

help:  ## this list
	@awk -F ':[^#]*## ' '/^[a-z0-9-]+:.*## / { gsub("[$$][$$]", "$$", $$2); printf "make %-14s %s\n", $$1, $$2 }' Makefile

setup:  ## QGIS and GDAL if missing, a .venv with torch; a second run installs nothing
	@scripts/setup.sh

demo: setup stage  ## from a scene to a pruned mineral map in build/demo; SCENE=, LABELS= or LIBRARY=, MINERALS= for your own
	@scripts/in-env.sh .venv/bin/python scripts/demo.py $(if $(SCENE),--scene "$$SCENE") $(if $(LABELS),--labels "$$LABELS") \
		$(if $(LIBRARY),--library "$$LIBRARY") $(if $(MINERALS),--minerals "$$MINERALS")

test: stage  ## all tests, in a process a core; ARGS="tests/packaging -x" for some, in one
	@scripts/setup.sh test
	@scripts/in-env.sh .venv/bin/python -m pytest $(or $(ARGS),-n auto --maxprocesses 8)

test-root:  ## all tests in a Debian of its own (root, debootstrap, 6 GB); SUITE=bookworm, trixie or testing; ARGS=...
	@scripts/test-root.sh $(ARGS)

test-qt6: stage  ## the dialogs and the dock under PyQt6 (QGIS 4 has it), with a shim in place of QGIS; ARGS=...
	@scripts/setup.sh test
	@scripts/test-qt6.sh $(ARGS)

mutants: stage  ## small changes that the tests should notice, goes on where it stopped; ARGS="--room pruning" for some
	@scripts/setup.sh test
	@scripts/setup.sh mutants
	@scripts/in-env.sh .venv/bin/python -m benchmarks.mutants $(ARGS)

faults: stage  ## the fault campaign, goes on where it stopped; ARGS="--seed 7 --room models --cases 500", ARGS=--table for the counts
	@scripts/setup.sh test
	@PYTHONPATH="$(CURDIR)/build/plugins:$(CURDIR)/tests" scripts/in-env.sh .venv/bin/python -m faults $(ARGS)

study: setup stage  ## what pruning is worth, over many seeds: benchmarks/results/; SCENE=, LABELS=, ARGS="--seeds 20"
	@scripts/in-env.sh .venv/bin/python -m benchmarks.study $(if $(SCENE),--scene "$$SCENE") $(if $(LABELS),--labels "$$LABELS") $(ARGS)

few-labels: setup stage  ## what a model from few polygons is worth: SCENE=, LABELS= of the replica; goes on where it stopped; ARGS="--draws 20"
	@scripts/setup.sh bench
	@scripts/in-env.sh .venv/bin/python -m benchmarks.few_labels $(if $(SCENE),--scene "$$SCENE") $(if $(LABELS),--labels "$$LABELS") $(ARGS)

library-study: setup stage  ## what a model without labels is worth: SCENE=, LABELS=, LIBRARY=splib07, ARGS="--pixels table.csv" or ARGS="sensors"
	@scripts/setup.sh bench
	@scripts/in-env.sh .venv/bin/python -m benchmarks.library --scene "$$SCENE" --labels "$$LABELS" --library "$$LIBRARY" $(ARGS)

bench-map: setup stage  ## how fast maps are, against GDAL and other programs: benchmarks/results/map.md; ARGS="layouts" for a part
	@scripts/setup.sh bench
	@scripts/in-env.sh .venv/bin/python -m benchmarks.map $(ARGS)

bench-archive: setup stage  ## how fast archives are mapped on Dask: ARGS="scenes", "windows --side 6000", "tasks" or "ledger"
	@scripts/setup.sh test
	@scripts/in-env.sh .venv/bin/python -m benchmarks.cluster.speed $(ARGS)

bench-products: setup stage  ## how fast a whole EMIT granule is opened: benchmarks/results/products.md; 8 GB of disk
	@scripts/setup.sh test
	@scripts/in-env.sh .venv/bin/python -m benchmarks.products $(ARGS)

bench-growth: setup stage  ## how time and memory of a map grow with pixels, bands, units, classes; goes on where it stopped; ARGS="--most 1e7"
	@scripts/in-env.sh .venv/bin/python -m benchmarks.growth $(ARGS)

bench-desk: setup stage  ## how long one waits in QGIS beside the work: benchmarks/results/desk.md; 5 GB of disk
	@scripts/setup.sh test
	@scripts/in-env.sh .venv/bin/python -m benchmarks.desk $(ARGS)

bench-densenet: setup stage  ## what sparse DenseNets are worth on CIFAR: IMAGES=folder or .npz; ARGS="--full" on a graphics card
	@scripts/in-env.sh .venv/bin/python -m benchmarks.cifar "$$IMAGES" $(ARGS)

bench-cuda: setup stage  ## what an NVIDIA card changes, under eight minutes: IMAGES=CIFAR; ARGS="--device cpu" to try, ARGS=--page
	@scripts/in-env.sh .venv/bin/python -m benchmarks.cuda $(if $(IMAGES),--images "$$IMAGES") $(ARGS)

screenshots: setup stage  ## the guide's pictures, in a real QGIS window: docs/images; ARGS="--languages en" for some
	@scripts/setup.sh screenshots
	@scripts/in-env.sh .venv/bin/python scripts/screenshots.py $(ARGS)

lint:  ## ruff and bandit
	@scripts/setup.sh test
	@.venv/bin/python -m ruff check .
	@.venv/bin/python -m bandit -q -r mineral_prune_plugin

translate:  ## sentences of the code into resources/i18n/*.ts, and these into .qm; ARGS=--drop-vanished
	@$(PYTHON) scripts/translate.py $(ARGS)

package: stage  ## build/mineral_prune_plugin-VERSION.zip, for QGIS's plugin manager
	@$(PYTHON) scripts/package.py

gate: package  ## what stops an upload to plugins.qgis.org, tried on the zip: the site's rules, bandit, detect-secrets
	@scripts/setup.sh test
	@.venv/bin/python scripts/gate.py build/mineral_prune_plugin-*.zip

install: package  ## into your QGIS profile; PROFILE=name or PROFILE=/path/to/profile for another
	@scripts/install.sh

env: setup stage  ## shell exports: eval "$$(make -s env)", then qgis_process from any folder
	@scripts/env.sh

stage:  ## build/plugins: the checkout as QGIS finds it, a folder of links
	@scripts/stage.sh

clean:  ## delete build/, demo results included, and caches; .venv stays
	@rm -rf build .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
