# Every command sets up by itself what it needs (packaging/bootstrap.py).
PYTHON := .venv/bin/python
SETUP := @sh packaging/setup.sh
ON_A_DISPLAY := sh packaging/with_display.sh

.PHONY: wheels help run test lint format bench soak package translations screenshots clean

help:
	@echo "make run           open the studio (without a display: make a picture)"
	@echo "make test          lint, types, layers and every test that needs no GPU"
	@echo "make lint          lint, types and layers alone; make format mends the form"
	@echo "make bench         speed as ratios      make soak          the long loops"
	@echo "make package       dist/studio          make translations  collect texts of the screen"
	@echo "make screenshots   docs/images          make clean         remove what was built"
	@echo "make wheels        keep the packages, to set up elsewhere without a network"

run:
	$(SETUP)
	@$(PYTHON) packaging/run.py

test:
	$(SETUP) --tests
	@$(MAKE) --no-print-directory lint
	@$(ON_A_DISPLAY) $(PYTHON) -m pytest --durations=10 -m "not soak and not gpu" $(ARGS)

lint:
	$(SETUP)
	@.venv/bin/ruff check --quiet .
	@.venv/bin/ruff format --check --quiet . || { echo "Not formatted; run: make format"; exit 1; }
	@.venv/bin/mypy --no-error-summary
	@report=$$(.venv/bin/lint-imports --no-logo 2>&1) || { echo "$$report"; exit 1; }

format:
	$(SETUP)
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

bench:
	$(SETUP) --tests
	@$(ON_A_DISPLAY) $(PYTHON) -m tests.benchmarks $(ARGS)

soak:
	$(SETUP) --tests
	@STUDIO_SOAK=1 $(ON_A_DISPLAY) $(PYTHON) -m pytest -m soak --timeout 7200 -o faulthandler_timeout=0
	@$(ON_A_DISPLAY) $(PYTHON) -m tests.kill_loop --kills 50 --report docs/soak.md
	@$(ON_A_DISPLAY) $(PYTHON) -m tests.monkey --minutes 60 --report docs/soak-clicking.md

wheels:
	$(SETUP) --wheels

package:
	$(SETUP) --package
	@$(PYTHON) packaging/build.py

translations:
	$(SETUP)
	@$(PYTHON) packaging/translations.py update
	@$(PYTHON) packaging/translations.py release

screenshots:
	$(SETUP) --tests
	@$(ON_A_DISPLAY) $(PYTHON) -m tests.screenshots

clean:
	rm -rf build dist out .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find studio tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +
