# shellcheck shell=bash
# Odoo 19 itself: the user's own tree, or Debian's package unpacked into the cache.
# Sets ODOO_TREE (what goes on Python's path) and ODOO_CONTENT (what databases depend on).

ARCHIVES=$CACHE/archives
PINS=$LIB/odoo_archives.txt

pinned() { grep -v '^#' "$PINS"; }
version_of() { sed -n 's/.*odoo-19_\(.*\)_all\.deb.*/\1/p'; }

# The key holds the recipe too: another way of unpacking makes another tree.
recipe() { cat "$PINS" "$LIB/odoo_unpack.sh" | fingerprint; }
tree_dir() { echo "$CACHE/odoo-$1-$(recipe)"; }

need_odoo() {
    local tree tested
    if [[ -n $OWN_TREE ]]; then use_own_tree; return; fi
    tested=$(tree_dir "$(pinned | version_of)")
    tree=$tested
    [[ -e $tree/.complete ]] || tree=$(other_version)
    [[ -n $tree ]] || { fetch_tree && tree=$(tree_dir "$(version_of <"$ARCHIVES/wanted")"); }
    [[ $tree == "$tested" ]] ||
        warn "$(basename "$tree") is not the tested Odoo ($(pinned | version_of)); going on with it."
    touch "$tree"
    ODOO_CONTENT=$(basename "$tree")
    ODOO_TREE=$tree/usr/lib/python3/dist-packages
}

use_own_tree() {
    ODOO_TREE=$(cd "$OWN_TREE" 2>/dev/null && pwd -P) || die "ODOO_SRC=$OWN_TREE is not a directory."
    [[ -e $ODOO_TREE/odoo/release.py ]] || ODOO_TREE=$ODOO_TREE/usr/lib/python3/dist-packages
    grep -q '^version_info = (19, 0,' "$ODOO_TREE/odoo/release.py" 2>/dev/null ||
        die "ODOO_SRC=$OWN_TREE holds no Odoo 19.0: name a checkout (with odoo/ and addons/) or unset it."
    ODOO_CONTENT=$(find "$ODOO_TREE"/{odoo,addons} -type f ! -name '*.pyc' -printf '%P %s %T@\n' 2>/dev/null | sort | fingerprint)
}

# A tree of a newer version that was fetched when the tested one was no longer to be had.
other_version() {
    local complete
    for complete in "$CACHE"/odoo-*-"$(recipe)"/.complete; do
        [[ ! -e $complete ]] || dirname "$complete"
    done | tail -n 1
}

fetch_tree() {
    lock_file "$ARCHIVES.lock"
    fetch_archives
    build_once "$(tree_dir "$(version_of <"$ARCHIVES/wanted")")" 1200 unpack_odoo
    unlock_file
}
