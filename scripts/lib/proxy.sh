# shellcheck shell=bash
# The hardware proxy with virtual devices beside a served Odoo. Sets PROXY (its address) and
# PROXY_SERVER (its process).

# serve_proxy FIRST_PORT LOG: on the first free port from there on, for pages of the Odoo at $PORT.
serve_proxy() {
    local first=$1 log=$2 port
    for _ in {1..5}; do
        port=$(python "$LIB/ports.py" free "$first")
        PROXY=http://127.0.0.1:$port
        write_proxy_conf "$port"
        spawn hardware_proxy serve --virtual --config "$STATE/proxy.toml" >"$log" 2>&1
        PROXY_SERVER=$CHILD
        if wait_for_proxy "$port"; then return; fi
        stop_group "$PROXY_SERVER"
    done
    die "The hardware proxy did not start: see $log."
}

hardware_proxy() {  # ends the shell it runs in, as odoo() does
    export PYTHONPATH=$ROOT/addons/pos_hardware/proxy
    exec "$PYTHON_ENV/bin/python" -m pos_hardware_proxy "$@"
}

# Odoo hands jobs to the proxy, and the till of the demo story uses its devices.
pair_proxy() {
    PYTHONPATH=$ROOT/addons/pos_hardware/proxy "$PYTHON_ENV/bin/python" "$ROOT/scripts/demo/pairing.py" \
        "http://127.0.0.1:$PORT" "$DB" "$STATE/proxy.toml"
}

write_proxy_conf() {
    printf '%s\n' '[server]' "port = $1" \
        '[access]' "origins = [\"http://127.0.0.1:$PORT\", \"http://localhost:$PORT\"]" \
        '[spool]' "path = \"$STATE/jobs.sqlite\"" >"$STATE/proxy.toml"
}

# Like Odoo, it has to be ours that answers.
wait_for_proxy() {
    for _ in {1..100}; do
        kill -0 "$PROXY_SERVER" 2>/dev/null || return 1
        if python "$LIB/ports.py" owner "$1" "$PROXY_SERVER"; then return; fi
        sleep 0.2
    done
    return 1
}
