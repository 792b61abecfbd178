# shellcheck shell=bash
# Databases: a template with Odoo's modules, made once per content, and fresh copies of it.

manifests() { python "$LIB/manifests.py" "$1"; }

# The configuration of this run: odoo.conf of the repository and where things are today.
write_conf() {
    CONF=$STATE/odoo.conf
    {
        grep -v '^addons_path' "$ROOT/odoo.conf"
        echo "addons_path = $ROOT/addons,$ROOT/tests"
        echo "data_dir = $STATE/data"
        echo "db_name = $DB"
        echo "dbfilter = ^$DB\$"
        own_postgres || printf '%s\n' "db_host = $STATE/pg" "db_port = 5432" "db_user = odoo"
    } >"$CONF"
}

odoo() { cd "$ROOT" && exec "$PYTHON_ENV/bin/python" -m odoo "$@"; }  # ends the shell it runs in: spawn it

install_modules() { odoo -c "$CONF" -i "$1" --stop-after-init --no-http; }

# fresh_database KIND safe|fast: the standard modules in a database of their own, and $CONF to use it.
fresh_database() {
    stop_cluster "$STATE"
    rm -rf "$STATE/pg" "$STATE/data"
    need_space "$STATE" 800
    if own_postgres; then own_database "$1"; return; fi
    need_template
    tar -xf "$TEMPLATE/cluster.tar" -C "$STATE"
    start_cluster "$2"
    write_conf
}

# On the user's server there is no cluster to copy: the modules are installed anew.
own_database() {
    mkdir -p "$STATE/data"
    write_conf
    drop_own_database
    [[ $1 == run ]] || on_exit drop_own_database
    quietly "Database $DB: installing Odoo's modules on your server" "$LOGS/$1-install.log" \
        install_modules "$(manifests standard)" ||
        die "Odoo's modules could not be installed on your PostgreSQL server: see $LOGS/$1-install.log."
}

drop_own_database() { (odoo db -c "$CONF" drop "$DB") >>"$LOGS/drop.log" 2>&1 || true; }

need_template() {
    local key
    key=$(printf '%s\n' "$ODOO_CONTENT" "$PYTHON_ENV" "$("$(find_postgres)/postgres" --version)" \
        "$(manifests standard)" "$(cat "$LIB/database.sh" "$LIB/postgres.sh")" | fingerprint)
    TEMPLATE=$CACHE/template-$key
    build_once "$TEMPLATE" 1000 build_template
}

build_template() {
    local target=$1 keep=$STATE
    choose_state "$(basename "$STATE").template"
    on_exit rm -rf "$STATE"
    create_cluster
    start_cluster fast
    write_conf
    quietly "Database template: installing Odoo's modules" "$LOGS/template.log" \
        install_modules "$(manifests standard)" || die "The database template failed: see $LOGS/template.log."
    stop_cluster "$STATE"
    tar -cf "$target/cluster.tar" -C "$STATE" pg data
    rm -rf "$STATE"
    STATE=$keep
}
