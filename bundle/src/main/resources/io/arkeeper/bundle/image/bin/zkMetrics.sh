#!/bin/sh
# Prints this member's metrics, one name and value a line. For Prometheus there is /metrics on the HTTP port.

. "$(dirname "$(readlink -f "$0")")/zkEnv.sh"

metrics=$(zk_ask mntr)
if [ -z "$metrics" ]; then
    echo "no answer from port $ZK_CLIENT_PORT" >&2
    exit 1
fi
echo "$metrics"
