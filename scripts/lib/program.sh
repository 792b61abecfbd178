# shellcheck shell=bash
# Programs that scripts/replay and scripts/bench run against a database of their own.

# choose_program ROOM NAME: sets PROGRAM, or lists what there is.
choose_program() {
    PROGRAM=$ROOT/$1/$2.py
    [[ -z $2 || ! -f $PROGRAM ]] || return 0
    [[ -z $2 ]] || say "There is no $1/$2.py."
    say "Choose one of: $(find "$ROOT/$1" -maxdepth 1 -name '[!_]*.py' -printf '%f ' 2>/dev/null | sed 's/\.py//g')"
    exit 2
}

# new_database KIND: a fresh one with our addons, gone when the command ends.
new_database() {
    on_exit rm -rf "$STATE"
    fresh_database "$1" fast
    if [[ $1 == bench ]] || grep -q CORE_DB "$PROGRAM"; then keep_core; fi
    quietly "Installing the addons" "$LOGS/$1-install.log" install_modules "$(manifests names)" ||
        die "The addons could not be installed: see $LOGS/$1-install.log."
    [[ ! -d $ROOT/../shared/data ]] || export SHARED_DATA=$ROOT/../shared/data
}

# keep_core: the same database without our addons, as $CORE_DB, for what has to be compared with core.
keep_core() {
    export CORE_DB=${DB}_core
    ! own_postgres || on_exit drop_core
    quietly "Copying the database" "$LOGS/core-copy.log" odoo db -c "$CONF" duplicate "$DB" "$CORE_DB" ||
        die "The database could not be copied: see $LOGS/core-copy.log."
}

drop_core() {
    local database
    for database in "${CORE_DB}"{_ours,_cards,_promo,}; do
        (odoo db -c "$CONF" drop "$database") >>"$LOGS/drop.log" 2>&1 || true
    done
}
