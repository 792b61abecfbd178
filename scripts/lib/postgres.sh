# shellcheck shell=bash
# PostgreSQL: the user's own server, or a private cluster of this clone that lives as long as a command.

as_postgres() (
    close_locks
    if ((EUID == 0)); then
        cd /
        set -- setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"
    fi
    exec "$@"
)

# choose_state KIND: sets STATE, where the cluster (pg/) and Odoo's files (data/) of this kind are.
choose_state() {
    try_state "$RUN/$1" || try_state "$(state_elsewhere)/$1" ||
        die "PostgreSQL's user cannot enter $RUN: put the clone where others may enter."
}

try_state() {
    mkdir -p "$1" 2>/dev/null || return
    if [[ -O $1 ]] && usable_by_postgres "$1"; then
        STATE=$1
    else
        rmdir "$1" 2>/dev/null || true
        return 1
    fi
}

state_elsewhere() {
    local base=/var/tmp/$PROJECT-$EUID
    ((EUID != 0)) || base=/var/lib/$PROJECT
    echo "$base/$(fingerprint <<<"$ROOT")"
}

# A socket's path may have 107 bytes, and PostgreSQL as another user must be able to enter.
usable_by_postgres() {
    own_postgres && return
    ((${#1} <= 107 - 22)) && as_postgres stat "$1/." >/dev/null 2>&1
}

create_cluster() {
    mkdir -p "$STATE/pg" "$STATE/data"
    ((EUID != 0)) || chown postgres:postgres "$STATE/pg"
    chmod 700 "$STATE/pg"
    as_postgres "$(find_postgres)/initdb" -D "$STATE/pg" -A trust -E UTF8 --locale=C.UTF-8 -U odoo --no-sync \
        >"$LOGS/postgres.log" 2>&1 || die "PostgreSQL could not make its cluster: see $LOGS/postgres.log."
}

# cluster_settings safe|fast: fast forgets everything at a power cut, so it is for test databases only.
cluster_settings() {
    local socket=${STATE//\'/\'\'}/pg
    printf "%s\n" "listen_addresses = ''" "unix_socket_directories = '\"$socket\"'" "port = 5432" \
        "shared_buffers = '256MB'" "max_connections = 60" "timezone = 'UTC'"
    [[ $1 == safe ]] || printf "%s = off\n" fsync synchronous_commit full_page_writes
}

start_cluster() {
    local ctl
    ctl=$(find_postgres)/pg_ctl
    stop_cluster "$STATE"
    cluster_settings "$1" >"$STATE/pg/postgresql.auto.conf"
    on_exit stop_cluster "$STATE"
    as_postgres "$ctl" -D "$STATE/pg" -w -t 60 -l "$STATE/pg/server.log" start >>"$LOGS/postgres.log" 2>&1 ||
        die "PostgreSQL did not start: see $STATE/pg/server.log."
}

stop_cluster() {
    [[ -e $1/pg/postmaster.pid ]] || return 0
    as_postgres "$(find_postgres)/pg_ctl" -D "$1/pg" -w -m fast stop >>"$LOGS/postgres.log" 2>&1 || true
}
