# Programs go into .venv/, everything else that is written goes under var/.

PORT ?= 8000
PYTHON := .venv/bin/python

.PHONY: run test bench install lock

run:      ## install what is missing, then serve the sample county at http://127.0.0.1:$(PORT)
	@bash .ci/setup.sh run
	@bash .ci/serve.sh $(PORT)

test: install      ## every check and test, browser journeys included
	$(PYTHON) manage.py collectstatic --no-input --verbosity 0
	$(PYTHON) -m pytest -n 2 --dist loadgroup

bench: install     ## time and count the queries of every page
	$(PYTHON) -m tests.bench.pages

install:  ## what the tests need, and nothing else
	@bash .ci/setup.sh test

# Keeps the versions it can; "make lock UPGRADE=1" takes the newest.
lock: install      ## write both locks from pyproject.toml
	@bash .ci/lock.sh $(if $(UPGRADE),--upgrade)
