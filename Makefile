# The commands of this project. `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup up preview refresh destroy purge recover adopt env policy arm test test-fast test-engine lint type contracts \
        generate check-generated new-rule edges bench mutation reliability smoke clean

# Runs before the virtual environment exists; any Python from 3.11 on.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv/bin
TOOLCHAIN := $(PYTHON) -m toolchain
# Arguments for the command behind a target: make up ARGS="--parallel 4"
ARGS ?=

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## install everything that is missing: packages, Pulumi CLI, simulated Azure
	@$(TOOLCHAIN) setup

up: ## build the landing zone on the simulated Azure, policy pack on
	@$(TOOLCHAIN) up $(ARGS)

preview: ## show what `up` would do, policy pack on
	@$(TOOLCHAIN) preview $(ARGS)

refresh: ## compare the state with what is really there
	@$(TOOLCHAIN) refresh $(ARGS)

destroy: ## delete what `up` built; lists what Azure would keep soft-deleted
	@$(TOOLCHAIN) destroy $(ARGS)

purge: ## what soft delete holds of this stack: show it, ask, free the names (ARGS=--yes: do not ask)
	@$(TOOLCHAIN) purge $(ARGS)

recover: ## after a killed run: show what is in doubt, ask, repair (ARGS=--yes: do not ask)
	@$(TOOLCHAIN) recover $(ARGS)

adopt: ## after a lost state or answer: show what exists and is not in the state, ask, take it over (ARGS=--yes)
	@$(TOOLCHAIN) adopt $(ARGS)

env: ## print shell lines: eval "$(make env)", then plain `pulumi` commands work
	@$(TOOLCHAIN) env

policy: ## judge the deployed state by the policy pack and write reports (ARGS=--preview: the program)
	@$(TOOLCHAIN) policy $(ARGS)

arm: ## write the planned resources as an ARM template, for other scanners (ARGS=--deployed: the deployed ones)
	@$(TOOLCHAIN) arm $(ARGS)

test: setup lint type contracts check-generated ## everything that must hold: style, types, contracts, all tests
	@$(VENV)/pytest -n 2 --dist worksteal -m "not engine" $(ARGS)
	@$(VENV)/pytest -m engine $(ARGS)

test-fast: setup ## the tests without the Pulumi CLI and without exhaustive repetition, under a minute
	@$(VENV)/pytest -q -n 2 --dist worksteal -m "not engine and not thorough" $(ARGS)

test-engine: setup ## the tests with the real Pulumi CLI
	@$(VENV)/pytest -m engine $(ARGS)

lint: setup ## style
	@$(VENV)/ruff check .
	@$(VENV)/ruff format --check --quiet .
	@cd toolchain && if command -v gofmt >/dev/null; then test -z "$$(gofmt -l language_host)"; fi

type: setup ## static types
	@$(VENV)/pyright

contracts: setup ## who may import whom
	@PYTHONPATH=.:policy_pack $(VENV)/lint-imports --no-cache

generate: setup ## write the generated files anew
	@$(VENV)/python -m knowledge.generate
	@PYTHONPATH=policy_pack $(VENV)/python -m knowledge.documents
	@$(VENV)/python -m landing_zone.reference
	@$(VENV)/python -m tests.proof.deployment_time
	@$(VENV)/python -m simulated_azure.catalogue.published
	@$(VENV)/python -m simulated_azure.coverage

check-generated: setup ## fail if a generated file is stale
	@$(VENV)/python -m knowledge.generate --check
	@PYTHONPATH=policy_pack $(VENV)/python -m knowledge.documents --check
	@$(VENV)/python -m landing_zone.reference --check
	@$(VENV)/python -m tests.proof.deployment_time --check
	@$(VENV)/python -m simulated_azure.catalogue.published --check
	@$(VENV)/python -m simulated_azure.coverage --check

edges: setup ## take each ordering dependency of each stack away and count what is noticed
	@$(VENV)/python -m tests.proof.edges

new-rule: setup ## begin a rule: file, test case, row of the catalogue (ARGS as docs/how-to/write-a-rule.md says)
	@PYTHONPATH=policy_pack $(VENV)/python -m knowledge.scaffold $(ARGS)

bench: setup ## measure and write docs/reference/benchmarks.md (ARGS=simulator: only that section)
	@PYTHONPATH=.:policy_pack $(VENV)/python -m tests.bench $(ARGS)

mutation: setup ## break the stacks on purpose, see what the pack and checkov catch, write docs/reference/mutation.md
	@PYTHONPATH=.:policy_pack $(VENV)/python -m tests.mutation $(ARGS)

smoke: ## on a REAL subscription, after asking: record a cheap set of resources, up to destroy
	@$(TOOLCHAIN) smoke $(ARGS)

reliability: setup ## faults by the thousand, goes on where it stopped; writes docs/reference/reliability.md (hours)
	@$(VENV)/python -m tests.reliability $(ARGS)

clean: ## remove everything that `setup` made, the simulated Azure included
	rm -rf .tools .venv policy_pack/.venv
