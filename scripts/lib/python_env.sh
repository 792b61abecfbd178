# shellcheck shell=bash
# Python environments in the cache, keyed by what is in them. Always used as `python -m`.

need_python() { BASE_PYTHON=$(find_python) || refuse_after_install python3-venv; }

# The environment Odoo runs in. Sets PYTHON_ENV and defines odoo().
need_python_env() {
    need_python
    local lists=("$ROOT"/requirements-odoo.txt "$ROOT"/requirements.txt "$ROOT"/constraints.txt)
    PYTHON_ENV=$CACHE/python-$({ cat "${lists[@]}"; echo "$BASE_PYTHON $ODOO_TREE"; "$BASE_PYTHON" -V; } | fingerprint)
    build_once "$PYTHON_ENV" 700 build_python_env requirements-odoo.txt requirements.txt
}

# The environment of scripts/lint, which needs no Odoo.
need_lint_env() {
    need_python
    PYTHON_ENV=$CACHE/python-$({ cat "$ROOT"/requirements-lint.txt "$ROOT"/constraints.txt; echo "$BASE_PYTHON"; } | fingerprint)
    build_once "$PYTHON_ENV" 500 build_python_env requirements-lint.txt
}

build_python_env() {
    local dir=${*: -1} lists=("${@:1:$#-1}")
    "$BASE_PYTHON" -m venv "$dir"
    quietly "Python: installing ${lists[*]}" "$LOGS/pip.log" pip_install "$dir" "${lists[@]/#/-r}" ||
        die "Python packages could not be installed: check the network and $LOGS/pip.log, then run this again."
    [[ -z ${ODOO_TREE:-} ]] || echo "$ODOO_TREE" >"$dir/lib/python3.11/site-packages/odoo_tree.pth"
}

# The constraints hold for build environments too, so a new setuptools cannot break an old package.
pip_install() {
    local dir=$1
    shift
    cd "$ROOT" && PIP_CONSTRAINT=$ROOT/constraints.txt "$dir/bin/python" -m pip install \
        --no-input --use-pep517 --disable-pip-version-check "$@"
}

python() { "$PYTHON_ENV/bin/python" "$@"; }
