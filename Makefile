# Every target sets up what it needs: a virtual environment and Node packages inside the checkout, from the two lock files.
# Settings, on the command line or in the environment:
#   PYTHON       the interpreter to use, 3.11 or newer     make test PYTHON=python3.12
#   SITE_URL     the address the site will have            make site SITE_URL=https://guide.example.org/
#   SOURCE       an official text whose wording to show    make site SOURCE=plan.md
#   PYTEST_ARGS  more arguments for pytest                 make test PYTEST_ARGS='-k matrix'
#   WANDER_ARGS  which browser, how long, from which seed  make wander WANDER_ARGS='--browser firefox --seed 2'

PYTHON ?= python3
PY := .venv/bin/python
SHOWN = $(if $(SOURCE),--source "$(SOURCE)")

# The versions are pinned, so the theme's notice about MkDocs 2 says nothing new.
export NO_MKDOCS_2_WARNING := 1

# Tests wait for browsers a third of their time: three processes keep two cores busy.
PROCESSES = $(shell n=$$(nproc 2>/dev/null || echo 2); [ $$n -le 2 ] && echo 3 || echo 4)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help fonts site serve test test-unit fuzz wander views long lint bench pages phones clean distclean setup browsers

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

site: setup fonts ## build the site into site/, ready to be published
	$(PY) -m generator build --compress $(SHOWN)

serve: setup ## serve the site on localhost, rebuilt on every edit to rules/ and docs/
	$(PY) -m generator serve $(SHOWN)

test: lint setup browsers ## lint, then run all tests, real browsers included
	node --test tests/js/*.test.mjs
	$(PY) -m pytest -n $(PROCESSES) --dist loadgroup $(PYTEST_ARGS)

test-unit: setup ## the tests that need neither a built site nor a browser
	$(PY) -m pytest -n auto --maxprocesses 4 --dist loadgroup -m 'unit and not long' $(PYTEST_ARGS)

fuzz: setup ## try ten thousand spoilt inputs of each kind, and a thousand random trees of rules
	$(PY) -m tests.fuzz
	EXAMPLES=1000 $(PY) -m pytest -q tests/generator/test_trees.py

wander: site browsers ## go through the site at random for ten minutes, and look at what must always hold
	$(PY) -m tests.wander site $(WANDER_ARGS)

views: setup browsers ## take the pictures of the key views anew
	RENEW_VIEWS=1 $(PY) -m pytest -q tests/browser/test_views.py -k looks

# LibreOffice opens the documents for Word.
long: setup browsers ## the tests that take minutes, such as every page at every width
	@missing=; \
	command -v soffice >/dev/null || missing="$$missing libreoffice-writer-nogui"; \
	command -v pdftotext >/dev/null || missing="$$missing poppler-utils"; \
	if [ -n "$$missing" ]; then $(call debian,$$missing); fi
	EVERY_WIDTH=1 $(PY) -m pytest -n $(PROCESSES) --dist loadgroup -m long --timeout 1800

lint: setup ## check style, format and types
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	npx --no biome check
	npx --no tsc
	npx --no tsc -- -p tsconfig.worker.json
	npx --no tsc -- -p tsconfig.node.json

bench: site browsers .venv-bench/ready ## measure speed and size against peers, as ratios
	.venv-bench/bin/python -m benchmarks
	$(PY) -m benchmarks.start site
	$(PY) -m benchmarks.memory site
	$(PY) -m benchmarks.search site
	$(PY) -m benchmarks.robot site

pages: site benchmarks/pages/node_modules/.package-lock.json ## Lighthouse and the Nu Html Checker on the built site
	$(PY) -m benchmarks.pages site

# The WebKits that `browsers` does not bring; engines that cannot be had leave their rows empty.
phones: site browsers ## try what works on old and new phones, for docs/dev/phones.md
	@missing=; \
	command -v WPEWebDriver >/dev/null && command -v cog >/dev/null || missing="$$missing wpewebkit-driver cog"; \
	/usr/bin/python3 -c 'import PyQt5.QtWebKitWidgets' 2>/dev/null || missing="$$missing python3-pyqt5.qtwebkit"; \
	if [ -n "$$missing" ]; then $(call debian,$$missing); fi
	$(PY) -m tests.phones site --write

clean: ## remove what was built, and the caches
	rm -rf site .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . \( -name .git -o -name .venv -o -name node_modules \) -prune -o -name __pycache__ -prune -exec rm -rf {} +

distclean: clean ## the same, and remove the installed packages
	rm -rf .venv .venv-bench node_modules benchmarks/pages/node_modules

setup: .venv/ready node_modules/.package-lock.json ## install what the lock files name

# $(call debian,PACKAGES) installs Debian packages where it may, and elsewhere says which are wanted.
debian = if [ "$$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Debian packages:$(1)" && apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(1) </dev/null >/dev/null; \
	else echo "Please install:$(1) (Debian package names), then run make again." >&2; exit 1; fi

# What posters are set in. Without it they are left out, so it is only asked for.
CJK := /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
fonts:
	@[ -e $(CJK) ] || ($(call debian, fontconfig fonts-noto-cjk)) || true

# Made anew whenever the lock changes, so that a package dropped from it is gone.
.venv/ready: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; choose one with make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { $(call debian, python3-venv); }
	@echo 'Installing Python packages into .venv/ (a minute or so) ...'
	@$(PYTHON) -m venv --clear .venv
	@$(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

# The peers have an environment of their own: some want other versions of what the project uses.
.venv-bench/ready: benchmarks/requirements.lock
	@echo 'Installing the peers to measure against into .venv-bench/ ...'
	@$(PYTHON) -m venv --clear .venv-bench
	@.venv-bench/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r benchmarks/requirements.lock
	@touch $@

# npm writes this file last.
node_modules/.package-lock.json: package.json package-lock.json
	@command -v npm >/dev/null || { echo 'Node.js 20 or newer with npm is needed.' >&2; exit 1; }
	@echo 'Installing Node packages into node_modules/ ...'
	@npm ci --ignore-scripts --loglevel=error
	@touch $@

benchmarks/pages/node_modules/.package-lock.json: benchmarks/pages/package.json benchmarks/pages/package-lock.json
	@command -v java >/dev/null || { $(call debian, default-jre-headless); }
	@cd benchmarks/pages && npm ci --ignore-scripts --loglevel=error
	@touch $@

# What the tests drive: browsers, and the hosts of deploy/. Without a CJK font a browser draws boxes; Latin letters are
# those of the pictures in tests/browser/views; without libatomic1 the program inside Playwright does not start.
browsers: .venv/ready
	@missing=; \
	for browser in chromium firefox-esr; do command -v $$browser >/dev/null || missing="$$missing $$browser"; done; \
	command -v WebKitWebDriver >/dev/null || missing="$$missing webkit2gtk-driver"; \
	command -v xvfb-run >/dev/null && command -v xauth >/dev/null || missing="$$missing xvfb xauth"; \
	[ -e /usr/sbin/nginx ] || missing="$$missing nginx-light"; \
	[ -e /usr/lib/nginx/modules/ngx_http_brotli_static_module.so ] || missing="$$missing libnginx-mod-http-brotli-static"; \
	command -v pdftoppm >/dev/null || missing="$$missing poppler-utils"; \
	command -v caddy >/dev/null || missing="$$missing caddy"; \
	[ -e $(CJK) ] || missing="$$missing fontconfig fonts-noto-cjk"; \
	[ -e /usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf ] || missing="$$missing fonts-liberation"; \
	$(PY) -m playwright --version >/dev/null 2>&1 || missing="$$missing libatomic1"; \
	if [ -n "$$missing" ]; then $(call debian,$$missing); fi
