#!/usr/bin/env bash
# Makes the three lock files anew: everything first, then the run-time and the build sets held to the same versions.
#
#   requirements-dev.lock    what tests and checks need, the product's dependencies included
#   requirements.lock        what the installed product needs, and nothing else
#   requirements-build.lock  what turns the source into a wheel
#
# Each holds for every Python from 3.11 and every system (markers decide at installation), names only distributions that
# exist as wheels, and pins each by hash; no file names a package index, so a mirror serves as well.
# Needs uv (set UV to its path). Pass --upgrade to move to newer versions; without it the pinned ones stay where they fit.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=${UV:-uv}

compile() {
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --only-binary :all: \
        --no-emit-index-url --no-header --no-strip-extras "$@"
}

compile pyproject.toml --group dev --output-file requirements-dev.lock "$@"
compile pyproject.toml --constraint requirements-dev.lock --output-file requirements.lock
compile --group build --constraint requirements-dev.lock --output-file requirements-build.lock
