# Everything a developer does here. `make` alone shows this list.
SHELL := /bin/bash
# the JDK is found the way ./arkeeper finds it, because `java` may be an older one
MVN := source scripts/jdk && find_jdk && mvn -B -ntp

.DEFAULT_GOAL := help
.PHONY: help build test test-cluster format bench bench-join bench-handover bench-bundle bench-tls bench-cluster soak clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

build: ## Compile and package all modules, without tests
	@$(MVN) -q -DskipTests package

test: ## Check formatting, run every test, with processes and Helm
	@$(MVN) verify

format: ## Format all sources
	@$(MVN) -q spotless:apply

test-cluster: ## Test on the cluster of KUBECONFIG, and write docs/reports/cluster.md
	@scripts/test-cluster

bench: ## Measure `up` and `drill` on this machine
	@scripts/bench

bench-join: ## Measure how members join 10^4, 10^5 and 10^6 znodes, and write docs/reports/join.md
	@scripts/bench-join

bench-handover: ## Measure the time without a leader beside plain ZooKeeper, and write docs/reports/handover.md
	@scripts/bench-handover

bench-bundle: ## Measure `bundle create` and `bundle verify` on this machine
	@scripts/bench-bundle

bench-tls: ## Measure what TLS costs, and what an honest client notices of an attack
	@scripts/bench-tls

bench-cluster: ## Measure install, failover and restarts on the cluster of KUBECONFIG
	@scripts/bench-cluster

MINUTES ?= 60
SEED ?= $(shell date +%s)
PAUSE ?= 30
soak: ## Run random faults for MINUTES=60 from SEED, clients pausing PAUSE=30 ms, and write docs/reports/soak.md; links are cut and disks filled only as root
	@$(MVN) verify -pl core,member,bundle,cli,system-test -Dchecks.skip=true -Dtest=NoSuch -Dsurefire.failIfNoSpecifiedTests=false \
	    -Dit.test=LongSoakST -Dfailsafe.failIfNoSpecifiedTests=false -Dtest.output.toFile=false \
	    -Dsoak.minutes=$(MINUTES) -Dsoak.seed=$(SEED) -Dsoak.pause.ms=$(PAUSE) -Dsoak.commit=$$(git describe --always --dirty) -Dsoak.report=$(CURDIR)/docs/reports/soak.md

clean: ## Delete what was built
	@$(MVN) -q clean
	@rm -rf .arkeeper-build
