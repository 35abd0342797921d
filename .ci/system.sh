# shellcheck shell=bash
# Sourced: install_packages NAME... installs those Debian packages that are missing.
#
# As root by apt-get, else by sudo if it asks nothing, else it prints the one line to run.

is_installed() {
    [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

install_packages() {
    local package as_root=() missing=()
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    if [ ${#missing[@]} -eq 0 ]; then return; fi

    if [ "$(id -u)" -ne 0 ]; then
        if sudo -n true 2>/dev/null; then
            as_root=(sudo -n)
        else
            echo "Please run once, then try again:" >&2
            echo "    sudo apt-get install ${missing[*]}" >&2
            exit 2
        fi
    fi
    echo "Installing ${missing[*]} ..."
    # An outdated or unreachable list is no reason to stop: the package may still be there.
    "${as_root[@]}" apt-get update -qq || true
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes \
        --no-install-recommends -o DPkg::Lock::Timeout=600 "${missing[@]}" </dev/null
}
