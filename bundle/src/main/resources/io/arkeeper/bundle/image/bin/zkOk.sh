#!/bin/sh
# Ends with 0 where this member serves clients, with 1 otherwise. The classic image's probe; the chart's are HTTP.

. "$(dirname "$(readlink -f "$0")")/zkEnv.sh"

answer=$(zk_ask ruok)
if [ "$answer" = imok ]; then
    exit 0
fi
echo "no imok from port $ZK_CLIENT_PORT" >&2
exit 1
