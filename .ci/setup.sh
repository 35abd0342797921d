#!/usr/bin/env bash
# setup.sh run | test: installs what is missing, so that a second call is instant.
#
# .venv/lock is a copy of the lock installed last; comparing it with the lock in the
# repository tells whether anything is missing, by content and not by age.
set -euo pipefail
cd "$(dirname "$0")/.."
source .ci/system.sh
purpose=$1

find_python() {
    local candidate
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    echo "Python 3.11 or newer is needed." >&2
    exit 2
}

make_environment() {
    local python
    if .venv/bin/python -m pip --version >/dev/null 2>&1; then return; fi
    command -v python3 >/dev/null || install_packages python3
    python=$(find_python)
    # Debian ships Python without what venv needs; others have it built in.
    "$python" -c 'import ensurepip, venv' 2>/dev/null || install_packages python3-venv
    "$python" -m venv --clear .venv
}

install_lock() {
    echo "Installing $1 into .venv/ ..."
    rm -f .venv/lock
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
        --require-hashes --requirement "$1"
    cp "$1" .venv/lock
}

# What draws documents, and the fonts that theirs are made of.
paper=(
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig
    fonts-noto-cjk fonts-lxgw-wenkai
)

make_environment
case $purpose in
    run) # The lock of the tests holds everything that running needs.
        cmp --silent requirements.txt .venv/lock \
            || cmp --silent requirements-dev.txt .venv/lock \
            || install_lock requirements.txt
        install_packages "${paper[@]}"
        ;;
    test)
        cmp --silent requirements-dev.txt .venv/lock || install_lock requirements-dev.txt
        # Also the browser, what Playwright's own driver is linked to, readers of documents, and
        # what veraPDF is run with.
        jdk=()
        command -v javac >/dev/null || jdk=(default-jdk-headless)
        install_packages "${paper[@]}" chromium libatomic1 poppler-utils libjaxb-java "${jdk[@]}"
        ;;
    *)
        echo "usage: setup.sh run|test" >&2
        exit 2
        ;;
esac
bash .ci/fonts.sh
