# shellcheck shell=bash
# Everything a command needs, in the order of use.
source "${BASH_SOURCE[0]%/*}/common.sh"
for part in packages odoo_tree odoo_fetch odoo_unpack python_env postgres database server proxy; do
    source "$LIB/$part.sh"
done

# prepare KIND: packages, Odoo, Python, and the place for this kind of database.
prepare() {
    mkdir -p "$LOGS"
    need_packages "$1"
    need_odoo
    need_python_env
    prune_cache
    choose_state "$1"
    DB=retail
    ! own_postgres || DB=retail_$1_$(fingerprint <<<"$ROOT")
}
