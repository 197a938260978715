# Bigbutton. `make help` lists what can be typed. Nothing needs to be installed first but git, make and python3.

PYTHON ?= python3
VENV := .venv/bin/python
SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test test-quick lint clean bench chaos requirements libraries set-up set-up-test

# recipes whose program should not find make's own settings in its environment
PLAIN := env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS
SET_UP = command -v "$(PYTHON)" >/dev/null || { echo "$(PYTHON) is missing. As root: apt-get install python3" >&2; \
	exit 2; }; $(PLAIN) "$(PYTHON)" -m prepare

help: ## this list
	@echo "Bigbutton: one press, a person answers."; echo
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(firstword $(MAKEFILE_LIST)) | awk -F'|' '{ printf "  make %-13s %s\n", $$1, $$2 }'

# make ends with 2 whatever a recipe's exit status was, but `make run` shall end with the story's own: 0 (ok), 1 (a step
# failed) or 2 (set-up impossible). In question mode (-q) make still runs lines that begin with +, and passes their 1
# through, as it must for a make inside a make. Shown on make 4.3 and 4.4. Beside another goal 1 becomes 2 as usual.
ifeq ($(MAKECMDGOALS),run)
MAKEFLAGS += -q
endif

run: ## set everything up and show the exchange at work, until Ctrl-C  [ONCE=1 FRESH=1 BIGBUTTON_PORT=8080]
	+@$(SET_UP) run && $(PLAIN) $(VENV) -m town run

# telephones ring and people talk in real time: of four files at a time two wait, and two compute (tests/order.py)
BESIDE = -n 4 --dist loadfile
# what one worker, or an earlier run, has compiled nobody compiles again
COMPILED = env -u PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX="$(CURDIR)/.run/pycache"

test: set-up-test ## every test, on a real Asterisk (minutes; `make run` may be up)  [ARGS="-k press"]
	@$(PLAIN) $(COMPILED) $(VENV) -m pytest $(BESIDE) $(ARGS)

test-quick: libraries ## the tests that need no Asterisk (seconds)  [ARGS=...]
	@$(PLAIN) $(VENV) -m pytest $(wildcard tests/unit tests/contract tests/project) $(ARGS)

lint: libraries ## style, types, and who may import whom
	@failed=; for check in "ruff check ." "ruff format --check ." mypy "python -m prepare.layers" "python -m ivr.asterisk.dialplan_lint"; do \
		echo "$$check"; .venv/bin/$$check || failed=1; done; [ -z "$$failed" ]

bench: set-up-test ## measure, each figure beside its bound  [NAME=press_to_ring]
	@$(PLAIN) $(VENV) -m bench $(NAME)

chaos: set-up-test ## pull plugs and count what is lost  [NAME=... SHORT=1]
	@$(PLAIN) $(VENV) -m tests.chaos $(NAME) $(if $(SHORT),--short)

clean: ## end what we started; remove .run, .venv and the state folder
	@$(SET_UP) clean

requirements: libraries ## choose the newest libraries that requirements/*.in allow, and pin them with their hashes
	@command -v uv >/dev/null || $(VENV) -m pip install -q uv
	@for name in run dev; do PATH="$$PATH:.venv/bin" uv pip compile -q --upgrade --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header \
		requirements/$$name.in -o requirements/$$name.txt || exit 1; done

set-up:
	@$(SET_UP) run

set-up-test:
	@$(SET_UP) test

libraries:
	@$(SET_UP) libraries
