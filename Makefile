# The course in one command each. `make` alone lists them.

ENVIRONMENT := .venv
BIN := $(ENVIRONMENT)/bin
INSTALLED := $(ENVIRONMENT)/.installed
TEST_INSTALLED := $(ENVIRONMENT)/.test-installed
TRAINEE_SETTINGS := $(ENVIRONMENT)/etc/trainee
INSTRUCTOR_SETTINGS := $(ENVIRONMENT)/etc/instructor
SETTINGS := $(ENVIRONMENT)/etc/.settings
NODE_MODULES := node_modules/.package-lock.json

# Added to the call of JupyterLab, for example: make learn LAB="--no-browser --port=9000"
LAB ?=
# Added to the call of pytest, for example: make test-pure PYTEST="-k marking"
PYTEST ?=
# Added to the call of the benchmark: make bench BENCH=--long goes on to 1,000 submissions.
BENCH ?=
# Where `make teach` hands assignments out and in; a class on one machine shares this folder.
MIDBACK_EXCHANGE ?= $(CURDIR)/exchange
# Tests and the demonstration have exchanges of their own.
unexport MIDBACK_EXCHANGE

# Programs call each other by name (nbgrader calls alembic), so the environment comes first.
export PATH := $(CURDIR)/$(BIN):$(PATH)

# Without compiled bytecode every command would start twice as slowly, whatever the shell says.
PIP_INSTALL := env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pip install --quiet --compile \
	--disable-pip-version-check --constraint constraints.txt

INSTRUCTOR_EXTENSIONS := \
	@jupyter/nbgrader:formgrader \
	@jupyter/nbgrader:create-assignment \
	@jupyter/nbgrader:course-list \
	@jupyter/nbgrader:assignment-list \
	@jupyter/nbgrader:menu
INSTRUCTOR_SERVER_EXTENSIONS := \
	nbgrader.server_extensions.formgrader \
	nbgrader.server_extensions.course_list \
	nbgrader.server_extensions.assignment_list

NEWS := @jupyterlab/apputils-extension:announcements

CHROMIUM := $(firstword $(foreach name,chromium chromium-browser google-chrome,\
	$(shell command -v $(name) 2>/dev/null)))
NPM := $(shell command -v npm 2>/dev/null)

# In place of the shell, so that what ends make's command ends JupyterLab.
lab = exec env MIDBACK_EXCHANGE="$(MIDBACK_EXCHANGE)" \
	JUPYTER_CONFIG_PATH="$(CURDIR)/$(1)$${JUPYTER_CONFIG_PATH:+:$$JUPYTER_CONFIG_PATH}" \
	$(BIN)/jupyter lab

.PHONY: help learn teach demo release tidy atlas test bench \
	test-pure test-javascript test-notebooks test-nbgrader test-browser
.NOTPARALLEL:
.DELETE_ON_ERROR:

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' Makefile | \
		while IFS='|' read -r command meaning; do printf '  %-14s %s\n' "$$command" "$$meaning"; done

# JupyterLab shows the folder of the file that it opens: the lessons, and nothing else.
learn: $(INSTALLED) $(SETTINGS) ## study: opens the lessons in JupyterLab
	@echo "Opening JupyterLab in your browser. To end it, press Ctrl+C twice in this window."
	@$(call lab,$(TRAINEE_SETTINGS)) $(LAB) notebooks/00-start-here.ipynb

# Formgrader reads nbgrader_config.py from the folder that the server is started in: this one.
teach: $(INSTALLED) $(SETTINGS) ## teach: opens JupyterLab with nbgrader's tools for instructors
	@mkdir -p "$(MIDBACK_EXCHANGE)"
	@echo "Opening JupyterLab in your browser. To end it, press Ctrl+C twice in this window."
	@$(call lab,$(INSTRUCTOR_SETTINGS)) \
		--ServerApp.root_dir="$(CURDIR)" $(LAB) docs/instructors.md

demo: $(INSTALLED) ## grade a class of simulated trainees and compare every mark
	$(BIN)/midback demo

release: $(INSTALLED) ## make release/ again from source/
	$(BIN)/midback release

tidy: $(INSTALLED) ## put notebooks into their normal form, and write the generated tables
	$(BIN)/midback tidy

atlas: $(INSTALLED) ## draw every plate of the atlas on one sheet
	$(BIN)/python -m midback.atlas.contact_sheet docs/images/atlas.png

bench: $(TEST_INSTALLED) ## measure grading, figures and the card (BENCH=--quick for fewer trainees)
	$(BIN)/python -m benchmarks.grading $(BENCH)
	$(BIN)/python -m benchmarks.card
	$(BIN)/python -m benchmarks.figures
	$(BIN)/python -m benchmarks.figures --plates
	$(BIN)/python -m benchmarks.figures --browser --moves 8

# A file's tests share what they build, so a file is never parted.
TWO_AT_ONCE := --numprocesses=2 --dist=loadfile

# Each group is a process of its own: the quick ones report first, and event loops stay apart.
test: test-pure test-javascript test-notebooks test-nbgrader test-browser ## run every test

test-pure: $(TEST_INSTALLED)
	$(BIN)/python -m pytest $(TWO_AT_ONCE) -m "not notebooks and not nbgrader and not browser" $(PYTEST)

test-notebooks: $(TEST_INSTALLED)
	$(BIN)/python -m pytest --numprocesses=2 -m "notebooks and not nbgrader and not browser" $(PYTEST)

# With those that also need a browser: a class that was graded once serves both.
test-nbgrader: $(TEST_INSTALLED)
	$(BIN)/python -m pytest $(TWO_AT_ONCE) -m nbgrader $(PYTEST)

ifneq ($(CHROMIUM),)
test-browser: $(TEST_INSTALLED)
	$(BIN)/python -m pytest $(TWO_AT_ONCE) -m "browser and not nbgrader" $(PYTEST)
else
test-browser:
	@$(call missing,Chromium,the tests in a browser)
endif

ifneq ($(NPM),)
test-javascript: $(NODE_MODULES)
	npm run --silent lint
	npm run --silent types
	npm test --silent
else
test-javascript:
	@$(call missing,Node.js (with npm),the tests of the question card in JavaScript)
endif

# What a person may do without, an automatic run must have.
missing = echo "$(1) is not installed, so $(2) did NOT run. Install it to run them."; \
	[ "$(CI)" != true ]

$(NODE_MODULES): package.json package-lock.json
	npm ci --no-audit --no-fund
	touch $@

# A found name is not yet a Python that runs, so each is asked for its version.
$(BIN)/python:
	@for candidate in python3.13 python3.12 python3.11 python3; do \
		if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			python=$$candidate; break; \
		fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo "The course needs Python 3.11 or newer, and none was found. Install Python 3.12 from python.org or your system's packages, then run this command again."; \
		exit 1; \
	fi; \
	if ! $$python -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "This Python cannot make environments. On Debian or Ubuntu run: sudo apt install python3-venv, then run this command again."; \
		exit 1; \
	fi; \
	echo "Making the environment with $$($$python --version). This takes a few minutes, once."; \
	$$python -m venv $(ENVIRONMENT)

$(INSTALLED): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing the course and what it needs."
	@$(PIP_INSTALL) --editable .
	@touch $@

$(TEST_INSTALLED): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing the course and what its tests need."
	@$(PIP_INSTALL) --editable ".[test]"
	@touch $(INSTALLED) $@

# Each way of opening JupyterLab has a folder of settings, so that one hides nothing from the other.
# Node.js reads the nearest package.json: without one here it takes the course's for JupyterLab's.
$(SETTINGS): Makefile | $(BIN)/python
	@mkdir -p $(INSTRUCTOR_SETTINGS)/labconfig \
		$(TRAINEE_SETTINGS)/labconfig $(TRAINEE_SETTINGS)/jupyter_server_config.d
	@printf '{"disabledExtensions": {%s}}\n' "$(call json,true,$(NEWS))" \
		>$(INSTRUCTOR_SETTINGS)/labconfig/page_config.json
	@printf '{"@jupyterlab/docmanager-extension:plugin": {"defaultViewers": {"markdown": "%s"}}}\n' \
		"Markdown Preview" >$(INSTRUCTOR_SETTINGS)/labconfig/default_setting_overrides.json
	@printf '{"disabledExtensions": {%s}}\n' "$(call json,true,$(NEWS) $(INSTRUCTOR_EXTENSIONS))" \
		>$(TRAINEE_SETTINGS)/labconfig/page_config.json
	@printf '{"ServerApp": {"jpserver_extensions": {%s}}}\n' \
		"$(call json,false,$(INSTRUCTOR_SERVER_EXTENSIONS))" \
		>$(TRAINEE_SETTINGS)/jupyter_server_config.d/trainee.json
	@echo '{}' >$(ENVIRONMENT)/package.json
	@touch $@

json = $$(printf '"%s": $(1)\n' $(2) | paste -s -d , -)
