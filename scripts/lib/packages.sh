# shellcheck shell=bash
# Debian packages: which are missing, and how they come in.

find_python() {
    local python
    for python in ${PYTHON:-python3.11 /usr/bin/python3.11 python3}; do
        "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 11))' \
            >/dev/null 2>&1 && { command -v "$python"; return; }
    done
    return 1
}

# The newest server program directory of PostgreSQL 15 or later.
find_postgres() {
    local bin
    for bin in $(printf '%s\n' /usr/lib/postgresql/*/bin "$(pg_config --bindir 2>/dev/null)" | sort -Vr); do
        [[ -x $bin/initdb && -x $bin/postgres ]] || continue
        (($("$bin/postgres" --version | grep -oE '[0-9]+' | head -n 1) >= 15)) && { echo "$bin"; return; }
    done
    return 1
}

find_chromium() { command -v chromium || command -v google-chrome; }

missing_packages() {
    find_python >/dev/null || echo python3-venv
    [[ $1 == lint ]] && return
    own_postgres || find_postgres >/dev/null || echo postgresql
    command -v wkhtmltopdf >/dev/null || echo wkhtmltopdf
    [[ -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ]] || echo fonts-dejavu-core
    [[ $1 != test ]] || find_chromium >/dev/null || echo chromium
}

# Where no PostgreSQL was before, Debian's package would create and start a cluster for everyone.
forbid_main_cluster() {
    local dir=/etc/postgresql-common/createcluster.d
    [[ ! -e /etc/postgresql-common/createcluster.conf ]] || return 0
    mkdir -p "$dir"
    echo 'create_main_cluster = false' >"$dir/$PROJECT.conf"
    on_exit rm -f "$dir/$PROJECT.conf"
}

install_packages() {
    export DEBIAN_FRONTEND=noninteractive
    local options=(-o DPkg::Lock::Timeout=300 -o APT::Update::Error-Mode=any -q -y)
    apt-get "${options[@]}" update </dev/null &&
        apt-get "${options[@]}" install --no-install-recommends "$@" </dev/null
}

# need_packages KIND, where only test needs a browser and lint needs Python alone.
need_packages() {
    local missing
    [[ -z ${PYTHON:-} ]] || find_python >/dev/null ||
        die "PYTHON=$PYTHON is not a Python 3.11 with venv: unset it, or name one that is."
    mapfile -t missing < <(missing_packages "$1")
    ((${#missing[@]})) || return 0
    command -v apt-get >/dev/null || die "Install what Debian calls ${missing[*]}, then run this again."
    ((EUID == 0)) || die "Debian packages are missing; run this as root, then try again:" \
        "apt-get install --no-install-recommends ${missing[*]}"
    [[ " ${missing[*]} " != *" postgresql "* ]] || forbid_main_cluster
    quietly "Debian packages: ${missing[*]}" "$LOGS/apt.log" install_packages "${missing[@]}" ||
        die "Debian packages could not be installed: check the network and $LOGS/apt.log, then run this again."
    mapfile -t missing < <(missing_packages "$1")
    ((${#missing[@]} == 0)) || refuse_after_install "${missing[@]}"
}

refuse_after_install() {
    [[ $* != *python3-venv* ]] || die "Python 3.11 is needed and $(python3 --version 2>&1) is here:" \
        "install python3.11 with venv and set PYTHON to its path."
    [[ $* != *postgresql* ]] || die "PostgreSQL 15 or later is needed: install it, or set PGHOST and PGUSER to your server."
    die "These Debian packages are installed and yet do not work: $*."
}
