#!/usr/bin/env bash
# with-postgres.sh COMMAND...: runs the command with DATABASE_URL naming a throwaway PostgreSQL
# on a free port of this machine, and removes it afterwards, whatever happened.
set -euo pipefail
cd "$(dirname "$0")/.."
source .ci/system.sh

find_server() {
    local newest
    newest=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort --version-sort | tail -1)
    if [ -x "$newest" ]; then
        dirname "$newest"
    elif command -v initdb >/dev/null; then
        dirname "$(command -v initdb)"
    fi
}

# The server refuses to run as root; there it runs as the account its package made.
as_owner() {
    if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

stop() {
    if [ -f "$cluster/data/postmaster.pid" ]; then
        as_owner "$server/pg_ctl" --pgdata "$cluster/data" --mode immediate --silent stop || true
    fi
    rm -rf "$cluster"
}

[ -n "$(find_server)" ] || install_packages postgresql
server=$(find_server)
cluster=$(mktemp -d /tmp/postgres.XXXXXX)
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

port=$(.venv/bin/python -c \
    'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
password=$(od --address-radix=n --read-bytes=16 --format=x1 /dev/urandom | tr -d ' \n')
echo "$password" >"$cluster/password"
if [ "$(id -u)" -eq 0 ]; then chown -R postgres "$cluster"; fi
# From here on a folder that the server's account can enter: it need not read this one.
work=$PWD
cd "$cluster"
as_owner "$server/initdb" --pgdata "$cluster/data" --username postgres --auth scram-sha-256 \
    --pwfile "$cluster/password" --encoding UTF8 --locale C.UTF-8 --no-sync >/dev/null
as_owner "$server/pg_ctl" --pgdata "$cluster/data" --log "$cluster/log" --wait --silent \
    --options "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=" \
    start || { cat "$cluster/log" >&2; exit 1; }
cd "$work"

DATABASE_URL="postgres://postgres:$password@127.0.0.1:$port/postgres" "$@"
