# shellcheck shell=bash
# Fetch the Debian archives of Odoo with apt's own client, its state private to our cache.

KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg

# $ARCHIVES/wanted lists the SHA-256 and file name of each archive: the pins, or what the index has today.
fetch_archives() {
    mkdir -p "$ARCHIVES"
    pinned | awk '{print $2 "  " $3}' >"$ARCHIVES/wanted"
    ! archives_are_whole || return 0
    need_space "$ARCHIVES" 400
    ! quietly "Odoo: fetching $(version_of <"$ARCHIVES/wanted") (130 MB)" "$LOGS/odoo-fetch.log" fetch_pinned || return 0
    quietly "Odoo: reading Debian's index" "$LOGS/odoo-index.log" update_index ||
        die "Debian's archive cannot be read: check the network and $LOGS/odoo-index.log, then run this again."
    name_wanted
    archives_are_whole || download_archives
}

# An archive that was altered or cut off apt keeps without a word, so the sums decide and wrong files go.
archives_are_whole() (
    cd "$ARCHIVES" || return
    mapfile -t bad < <(sha256sum --check wanted 2>/dev/null | sed -n 's/: FAILED.*//p')
    rm -f "${bad[@]}"
    ((${#bad[@]} == 0))
)

# With the sums known no index is needed, which a mirror in the middle of a change serves half.
fetch_pinned() {
    local mirror sum name pool
    for mirror in $(debian_mirrors); do
        while read -r _ sum name pool; do
            [[ -e $ARCHIVES/$name ]] || fetch_file "$mirror/pool/main/$pool/${name/_*%3a/_}" "$name" "$sum" || break
        done < <(pinned)
        ! archives_are_whole || return 0
    done
    return 1
}

# fetch_file URI NAME SUM: what does not have the sum is not kept.
fetch_file() {
    /usr/lib/apt/apt-helper -o APT::Sandbox::User="$(id -un)" \
        download-file "$1" "$ARCHIVES/$2" "SHA256:$3" </dev/null
}

private_apt() { APT_CONFIG=$ARCHIVES/apt/apt.conf apt-get "$@" </dev/null; }

update_index() {
    local mirror
    for mirror in $(debian_mirrors); do
        configure_apt "$mirror" && private_apt -q update && return
    done
    echo "No source in the apt configuration serves the Debian archive."
    return 1
}

# Only the machine's own configuration names mirrors; the keyring tells which of them is Debian's archive.
debian_mirrors() {
    apt-get update --print-uris 2>/dev/null |
        sed -nE "s|^'(.*)/dists/[a-z]+/InRelease'.*|\1|p" | sort -u
}

configure_apt() {
    local dir=$ARCHIVES/apt
    mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial"
    cat >"$dir/debian.sources" <<-SOURCES
	Types: deb
	URIs: $1
	Suites: bookworm trixie sid
	Components: main
	Architectures: all
	Check-Valid-Until: no
	Signed-By: $KEYRING
	SOURCES
    cat >"$dir/apt.conf" <<-CONF
	Dir::State "$dir";
	Dir::State::lists "$dir/lists";
	Dir::State::status "/dev/null";
	Dir::Cache "$dir/cache";
	Dir::Etc::sourcelist "$dir/debian.sources";
	Dir::Etc::sourceparts "/dev/null";
	Dir::Etc::preferences "/dev/null";
	Dir::Etc::preferencesparts "/dev/null";
	Acquire::Languages "none";
	APT::Sandbox::User "$(id -un)";
	APT::Update::Error-Mode "any";
	CONF
}

package_specs() { pinned | awk '{sub("_.*", "", $3); print $3 "/" $1}'; }

# The index was signed by Debian, so its sums hold for a version that we have not pinned.
# Asked from / because apt does not name what it finds in the current directory.
name_wanted() {
    local specs name sum tested
    mapfile -t specs < <(package_specs)
    (cd / && private_apt download --print-uris "${specs[@]}") 2>>"$LOGS/odoo-index.log" |
        awk '{sub("SHA256:", "", $4); print $4 "  " $2}' >"$ARCHIVES/wanted"
    [[ $(wc -l <"$ARCHIVES/wanted") == "${#specs[@]}" ]] ||
        die "Debian's index lacks one of: ${specs[*]}; set ODOO_SRC to an Odoo 19 tree of yours."
    while read -r sum name; do
        tested=$(pinned | awk -v name="$name" '$3 == name {print $2}')
        [[ -z $tested || $tested == "$sum" ]] || die "$name is not the archive that was tested under this name: set ODOO_SRC to a tree that you trust."
    done <"$ARCHIVES/wanted"
}

download_archives() {
    local specs
    mapfile -t specs < <(package_specs)
    quietly "Odoo: fetching $(version_of <"$ARCHIVES/wanted") (130 MB)" "$LOGS/odoo-fetch.log" \
        download_here "${specs[@]}" || true
    archives_are_whole ||
        die "Odoo could not be fetched whole: check the network and $LOGS/odoo-fetch.log, then run this again."
}

download_here() { cd "$ARCHIVES" && private_apt -q download "$@"; }
