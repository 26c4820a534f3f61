# The two commands: `make serve` shows the site, `make test` checks it. Each sets up what it needs.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

# Beside the main interpreter, the package and the checker are tested on these where they are present.
# pyenv's python3.12 on the PATH may be a stand-in that does not run, so its own folder counts too.
candidates = python$(1) $(wildcard $(or $(PYENV_ROOT),$(HOME)/.pyenv)/versions/$(1).*/bin/python$(1))
interpreter = $(firstword $(foreach candidate,$(call candidates,$(1)),$(shell $(candidate) -c 'print("$(candidate)")' 2>/dev/null)))
OTHERS := $(foreach version,3.12 3.13,$(if $(call interpreter,$(version)),$(version)))

# The tools that npm starts look for `node` on the PATH.
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --silent

export NO_MKDOCS_2_WARNING = 1
# What a command imports is compiled and stays so: of all that is installed that is a tenth.
unexport PYTHONDONTWRITEBYTECODE

.PRECIOUS: .venv-%/test
.PHONY: serve build figures downloads pages test test-all test-rest test-plugins lint browser package constraints
.DEFAULT_GOAL := test

serve: .venv/site ## both languages at http://localhost:8000/, built anew on every change
	@echo "Both languages are built, the first time in about a minute, and then shown at http://localhost:$(PORT)/"
	$(BIN)/mkdocs serve --strict --dev-addr localhost:$(PORT)

build: .venv/published ## both languages into site/
	$(BIN)/mkdocs build --strict

downloads: export DOWNLOADS = yes
downloads: build browser ## the course as a PDF a language and the site as a zip, into site/downloads/, with links to them
	$(BIN)/python -m torchnn_doc.site.downloads site site/downloads

figures: .venv/site ## draws the schematic figures anew
	$(BIN)/python -m torchnn_doc.site.schematics

# PAGE=08-batches, or several names, each in both languages; without it, what has changed since the last commit.
GIT = git -c core.quotePath=false
CHANGED = $(shell ($(GIT) diff --name-only --diff-filter=d HEAD; $(GIT) ls-files --others --exclude-standard) 2>/dev/null)
PAGE := $(or $(PAGE),$(filter docs/zh-TW/%.md docs/en/%.md README%.md,$(CHANGED)))
NAMES = $(sort $(subst .zh-TW,,$(basename $(notdir $(PAGE)))))
FILES = $(foreach name,$(NAMES),$(or $(wildcard $(foreach folder,docs/zh-TW/ docs/en/,$(folder)$(name).md) $(name).md \
  $(name).zh-TW.md),docs/en/$(name).md))

# The tests that are told of each page by its name, of all whether they are listed, and of all pages' links, which may
# lead to these, or to one that has gone.
OF_A_PAGE = $(if $(PAGE),english chinese titles pictures copying) links
CHOSEN = $(subst $() , or ,$(strip $(NAMES) listed test_links))

pages: .venv/pages ## what a writer changes: blocks, equations, numbers, the translation, words and links
	$(if $(PAGE),,@echo "Git knows of no changed page, so only links are checked. To name one: make pages PAGE=08-batches")
	$(BIN)/pytest --tb=short $(FILES) $(OF_A_PAGE:%=tests/docs/test_%.py) -k "$(CHOSEN)"

# A worker more than there are cores, since browsers wait now and then; one that has nothing left to do takes over tests
# of another.
WORKERS = $(shell expr 1 + $$(nproc 2>/dev/null || sysctl -n hw.ncpu))
PYTEST = $(BIN)/pytest -n $(WORKERS) --dist worksteal

test: lint browser tests/web/node_modules/ready ## every kind of proof; of long rows of like cases, a sample
	$(PYTEST) -m "not whole"

test-all: test test-rest ## and every case, and other interpreters

test-rest: browser tests/web/node_modules/ready test-plugins $(OTHERS:%=test-%)
	$(PYTEST) -m whole

lint: .venv/all tests/web/node_modules/ready docs/live/node_modules/ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(NPM) --prefix tests/web run lint
	$(NPM) --prefix tests/web run types

browser: .venv/all
	@tests/site/install-browser

test-%: .venv-%/test
	.venv-$*/bin/pytest -n $(WORKERS) --dist worksteal -m "not whole" \
	  tests/torch tests/nn tests/checker docs --ignore tests/checker/test_mutation.py

# What is installed is loaded, so the plugins have an environment of their own.
test-plugins: .venv-plugins/plugins ## the checker beside other plugins of pytest
	.venv-plugins/bin/pytest -p no:randomly -n $(WORKERS) --dist worksteal tests/checker/plugin/test_beside_plugins.py

package: .venv-release/release ## sdist and wheel into dist/
	.venv-release/bin/zizmor --offline --no-progress --quiet .github
	rm -rf dist
	.venv-release/bin/python -m build --outdir dist
	.venv-release/bin/twine check --strict dist/*

# Each is an empty file, and says for what has been installed what it needs, by the groups of pyproject.toml. `make serve`
# needs a quarter of all.
.venv/site: GROUPS = site
.venv/pages: GROUPS = test language
.venv/published: GROUPS = site published
.venv/site .venv/pages .venv/published: pyproject.toml constraints.txt
	$(call install,$(PYTHON),.venv,$(GROUPS))

.venv/all: pyproject.toml constraints.txt
	$(call install,$(PYTHON),.venv,all)
	@touch .venv/site .venv/pages .venv/published

.venv-plugins/plugins: pyproject.toml constraints.txt
	$(call install,$(PYTHON),.venv-plugins,plugins)

.venv-release/release: pyproject.toml constraints.txt
	$(call install,$(PYTHON),.venv-release,release)

.venv-%/test: pyproject.toml constraints.txt
	$(call install,$(call interpreter,$*),.venv-$*,test)

# docs/live is there for the types of what its bundle is made from.
%/node_modules/ready: %/package-lock.json | .venv/all
	$(NPM) --prefix $* ci --ignore-scripts
	touch $@

# Sets up a virtual environment: interpreter, folder, groups. Nothing is fetched once it stands. Playwright is built from
# its source, which comes without a second Node.
define install
	@echo "Into $(2) is installed, once, in a minute or more: $(3)"
	$(1) -m venv $(2)
	$(2)/bin/pip install --quiet --no-compile --upgrade --constraint constraints.txt pip
	$(if $(filter published all,$(3)),tests/oracle/install-pytorch $(2)/bin/pip)
	$(2)/bin/pip install --quiet --no-compile --no-binary playwright --constraint constraints.txt $(3:%=--group %) \
	  --editable '.[checker,equations]'
	$(if $(filter site all,$(3)),$(2)/bin/python -W ignore -c "import jieba" # or MkDocs shows that its code is of old style)
	@touch $@
endef

constraints: .venv/all .venv-plugins/plugins ## writes down the versions that are installed now
	for bin in $(BIN) .venv-plugins/bin; do $$bin/pip freeze --all --exclude-editable; done | sort -fu | sed 's/+cpu$$//' | grep -v '^setuptools==' > constraints.txt
