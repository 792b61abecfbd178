# shellcheck shell=bash
# Debian packages: which are missing, and how they come in.

find_python() {
    local python
    for python in ${PYTHON:-python3.11 /usr/bin/python3.11 python3}; do
        if [[ $("$python" -c 'import sys, venv, ensurepip; print(*sys.version_info[:2])' 2>/dev/null) == "3 11" ]]; then
            command -v "$python"
            return
        fi
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
    [[ $1 != test ]] || missing_test_packages
    [[ $1 != test && $1 != bench ]] || find_chromium >/dev/null || echo chromium
}

# Tests drive emulated USB printers through real libusb (by umockdev, whose testbed needs Debian's own
# Python) and print through a real CUPS server.
missing_test_packages() {
    command -v umockdev-run >/dev/null || echo umockdev
    /usr/bin/python3 -c 'import gi; gi.require_version("UMockdev", "1.0")' 2>/dev/null ||
        printf '%s\n' gir1.2-umockdev-1.0 python3-gi
    # No pipe: `grep -q` ends at its first hit, and what ldconfig has not written by then is a failure.
    [[ $(ldconfig -p) == *libusb-1.0.so.0* ]] || echo libusb-1.0-0
    [[ -x /usr/sbin/cupsd ]] || echo cups-daemon
    [[ -x /usr/sbin/lpadmin ]] || echo cups-client
    /usr/bin/python3 -c 'import cups' 2>/dev/null || echo python3-cups
}

# Where no PostgreSQL was before, Debian's package would create and start a cluster for everyone.
NO_MAIN_CLUSTER=/etc/postgresql-common/createcluster.d/$PROJECT.conf
creates_main_cluster() { [[ " $* " == *" postgresql "* && ! -e /etc/postgresql-common/createcluster.conf ]]; }
forbid_main_cluster() {
    mkdir -p "${NO_MAIN_CLUSTER%/*}"
    on_exit rmdir --ignore-fail-on-non-empty -p "${NO_MAIN_CLUSTER%/*}"
    echo 'create_main_cluster = false' >"$NO_MAIN_CLUSTER"
    on_exit rm -f "$NO_MAIN_CLUSTER"
}

# The line for somebody who may not install: it does what we would do as root.
print_root_line() {
    local switch=
    ! creates_main_cluster "$@" ||
        switch="mkdir -p ${NO_MAIN_CLUSTER%/*} && echo 'create_main_cluster = false' >$NO_MAIN_CLUSTER && "
    echo "${switch}apt-get update && apt-get install --no-install-recommends $*"
}

install_packages() {
    export DEBIAN_FRONTEND=noninteractive
    local options=(-o DPkg::Lock::Timeout=300 -o APT::Update::Error-Mode=any -q -y)
    apt-get "${options[@]}" update </dev/null &&
        apt-get "${options[@]}" install --no-install-recommends "$@" </dev/null
}

# need_packages KIND, where only test and bench need a browser, and lint needs Python alone.
need_packages() {
    local missing
    [[ -z ${PYTHON:-} ]] || find_python >/dev/null ||
        die "PYTHON=$PYTHON is not a Python 3.11 with venv: unset it, or name one that is."
    mapfile -t missing < <(missing_packages "$1")
    ((${#missing[@]})) || return 0
    command -v apt-get >/dev/null || die "Install what Debian calls ${missing[*]}, then run this again."
    if ((EUID != 0)); then
        say "ERROR: Debian packages are missing; run this line as root, then try again:"
        print_root_line "${missing[@]}"
        exit 1
    fi
    ! creates_main_cluster "${missing[@]}" || forbid_main_cluster
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
