#!/usr/bin/env bash
# lock.sh [--upgrade]: writes requirements.txt (to run) and requirements-dev.txt (to run and
# test) from pyproject.toml, for every system and every Python from 3.11.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
    .venv/bin/python -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-header --no-annotate "$@"
}

compile --output-file requirements.txt "$@"
# Held to the first lock, so that what is tested is what runs.
compile --group dev --constraints requirements.txt --output-file requirements-dev.txt "$@"
