# shellcheck shell=bash
# Sourced by every command: strict shell, clean environment, messages, the shared cache.
set -euo pipefail

PROJECT=retail-addons
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
LIB=$ROOT/scripts/lib
RUN=$ROOT/.run
LOGS=$RUN/log
CACHE=${XDG_CACHE_HOME:-${HOME:?HOME is not set}/.cache}/$PROJECT

# What the caller's shell holds for another Odoo or another Python must not leak into ours.
OWN_TREE=${ODOO_SRC:-}
unset PYTHONPATH PYTHONHOME PGDATABASE "${!ODOO_@}"
own_postgres() { [[ -n ${PGHOST:-}${PGHOSTADDR:-}${PGUSER:-}${PGPORT:-}${PGSERVICE:-} ]]; }
own_postgres || unset "${!PG@}"
export LC_ALL=C.UTF-8 TZ=UTC PYTHONUNBUFFERED=1

export STARTED=${STARTED:-$EPOCHSECONDS} # a command that calls another keeps one clock
say() { printf '[%4ds] %s\n' "$((EPOCHSECONDS - STARTED))" "$*" >&2; }
warn() { say "WARNING: $*"; }
die() { say "ERROR: $*"; exit 1; }

# Clean-up actions run last in, first out, however the command ends.
CLEANUPS=()
on_exit() { CLEANUPS+=("$(printf '%q ' "$@")"); }
clean_up_all() {
    local i
    trap '' INT TERM
    for ((i = ${#CLEANUPS[@]} - 1; i >= 0; i--)); do eval "${CLEANUPS[i]}" || true; done
    CLEANUPS=()
}
clean_up() {
    local rc=$?
    clean_up_all
    exit "$rc"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Locks must not outlive us in a process that we leave behind.
close_locks() {
    local fd
    for fd in /proc/self/fd/*; do
        fd=${fd##*/}
        if ((fd > 9)); then eval "exec $fd>&-"; fi
    done
}

# spawn COMMAND...: in the background as $CHILD, a process group that ends with us.
spawn() {
    set -m
    (close_locks && "$@") </dev/null &
    CHILD=$!
    set +m
    on_exit stop_group "$CHILD"
}

stop_group() {
    kill -- "-$1" 2>/dev/null || return 0
    for _ in {1..100}; do
        kill -0 -- "-$1" 2>/dev/null || return 0
        sleep 0.1
    done
    kill -KILL -- "-$1" 2>/dev/null || true
}

# quietly LABEL LOG COMMAND...: a long step; its output goes to LOG, a sign of life to the terminal.
quietly() {
    local label=$1 log=$2 ticks=0
    shift 2
    mkdir -p "$(dirname "$log")"
    say "$label"
    spawn "$@" >"$log" 2>&1
    while kill -0 "$CHILD" 2>/dev/null; do
        sleep 0.2
        if ((++ticks % 75 == 0)); then say "  ... $label"; fi
    done
    wait "$CHILD"
}

fingerprint() { sha256sum | cut -c1-16; }

need_space() {
    local dir=$1 wanted_mb=$2 free_mb
    free_mb=$(df --output=avail -m "$dir" | tail -n 1)
    ((free_mb >= wanted_mb)) || die "Not enough disk space for $dir: $wanted_mb MB are needed and" \
        "$((free_mb)) MB are free; make room there, or move the clone, or the cache with XDG_CACHE_HOME."
}

# lock_file FILE: wait for our turn and hold it until unlock_file or the end of the command.
LOCKS=()
lock_file() {
    local fd
    mkdir -p "$(dirname "$1")" 2>/dev/null ||
        die "Cannot write to $(dirname "$1"): set XDG_CACHE_HOME to a directory of yours."
    exec {fd}>"$1"
    LOCKS+=("$fd")
    flock -n "$fd" && return
    say "Waiting for another run that prepares the same thing ($(basename "$1" .lock))"
    flock "$fd"
}
unlock_file() {
    local fd=${LOCKS[-1]}
    unset 'LOCKS[-1]'
    exec {fd}>&-
}

# lock_kind KIND: one command of a kind at a time in this clone.
lock_kind() {
    local fd
    mkdir -p "$RUN" 2>/dev/null || die "Cannot write to $RUN: this clone must belong to you."
    exec {fd}>"$RUN/$1.lock"
    flock -n "$fd" || die "Another scripts/$1 is at work in this clone: wait for it, or use a second clone."
}

# build_once DIRECTORY MEGABYTES BUILDER...: fill a cache directory once, whoever else tries meanwhile.
# The builder works in DIRECTORY.new; only a whole one is ever called DIRECTORY.
build_once() {
    local dir=$1 megabytes=$2
    shift 2
    [[ -e $dir/.complete ]] && { touch "$dir"; return; }
    lock_file "$dir.lock"
    if [[ ! -e $dir/.complete ]]; then
        need_space "$CACHE" "$megabytes"
        rm -rf "$dir" "$dir.new"
        on_exit rm -rf "$dir.new"
        mkdir "$dir.new"
        "$@" "$dir.new"
        touch "$dir.new/.complete"
        mv "$dir.new" "$dir"
    fi
    unlock_file
}

# What no command has used for a month goes: build_once touches what it finds.
prune_cache() {
    find "$CACHE" -mindepth 1 -maxdepth 1 -name '*-*' -mtime +30 -exec rm -rf {} + 2>/dev/null || true
}
