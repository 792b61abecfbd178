# shellcheck shell=bash
# Odoo served on the loopback. Sets PORT and SERVER (its process).

# serve FIRST_PORT LOG: on the first free port from there on (0: any), and really ours.
serve() {
    local first=$1 log=$2
    for _ in {1..5}; do
        PORT=$(python "$LIB/ports.py" free "$first")
        python "$LIB/serving.py" url "$CONF" "http://127.0.0.1:$PORT"
        spawn odoo -c "$CONF" --http-port "$PORT" >"$log" 2>&1
        SERVER=$CHILD
        wait_for_server && return
        stop_group "$SERVER"
    done
    die "Odoo did not start to serve: see $log."
}

# Two clones that start at once can want the same port, and a page that answers may be the other's.
wait_for_server() {
    for _ in {1..300}; do
        kill -0 "$SERVER" 2>/dev/null || return 1
        if python "$LIB/ports.py" owner "$PORT" "$SERVER"; then
            python "$LIB/serving.py" wait "http://127.0.0.1:$PORT/web/login" && return
        fi
        sleep 0.2
    done
    return 1
}
