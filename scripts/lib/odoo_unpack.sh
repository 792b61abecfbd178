# shellcheck shell=bash
# Unpack Debian's archives into one prefix and repair what Debian leaves out of Odoo.
# A change in this file makes a new tree: its text is part of the tree's key.

# Translations other than bg, el, en, fr, ru and uk are two thirds of the tree.
OTHER_LANGUAGES=(
    --exclude='*/i18n*/[!befru]*.po' --exclude='*/i18n*/b[!g]*.po' --exclude='*/i18n*/e[!ln]*.po'
    --exclude='*/i18n*/f[!r]*.po' --exclude='*/i18n*/r[!u]*.po' --exclude='*/i18n*/u[!k]*.po'
)

unpack_odoo() {
    local prefix=$1 name
    say "Odoo: unpacking"
    while read -r _ name; do
        dpkg-deb --fsys-tarfile "$ARCHIVES/$name" |
            tar -x -C "$prefix" --no-same-owner "${OTHER_LANGUAGES[@]}"
    done <"$ARCHIVES/wanted"
    repair_odoo "$prefix/usr/lib/python3/dist-packages/odoo/addons"
    refuse_dangling_links "$prefix"
}

repair_odoo() {
    local addons=$1
    # Debian strips this file, and its absence is an error on every page of the web client.
    mkdir -p "$addons/mail/static/lib/selfie_segmentation"
    echo '/* left out by Debian */' >"$addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    # No bundle, view or report names these three.
    rm -f "$addons/web/static/lib/underscore/underscore.js" \
        "$addons/web/static/lib/jquery.form/jquery.form.js" "$addons/l10n_ch/static/src/font/ocrb.otf"
}

refuse_dangling_links() {
    local dangling
    dangling=$(find "$1" -xtype l | sed -n 1,5p)
    [[ -z $dangling ]] || die "This Odoo package leaves links to nothing, and its pages would miss:" \
        "$(xargs -n 1 basename <<<"$dangling" | xargs); use the tested version or set ODOO_SRC."
}
