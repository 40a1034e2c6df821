#!/bin/sh
# Says what this member is. Starting and stopping is the pod's business: the member is its first process.
# Usage: zkServer.sh status|version|print-cmd

. "$(dirname "$(readlink -f "$0")")/zkEnv.sh"

status() {
    echo "Using config: $ZK_HOME/conf/zoo.cfg" >&2
    echo "Client port found: $ZK_CLIENT_PORT. Client address: localhost." >&2
    mode=$(zk_ask srvr | sed -n 's/^Mode: //p')
    if [ -z "$mode" ]; then
        echo "Error contacting service. It is probably not running." >&2
        exit 1
    fi
    echo "Mode: $mode"
}

case "$1" in
    status)
        status
        ;;
    version)
        readlink "$ZK_HOME" | sed 's/.*zookeeper-/Apache ZooKeeper, version /'
        ;;
    print-cmd)
        tr '\0' ' ' </proc/1/cmdline
        echo
        ;;
    start | start-foreground | stop | restart | upgrade)
        echo "zkServer.sh $1: the member is the pod's first process; delete the pod to restart it" >&2
        exit 1
        ;;
    *)
        echo "Usage: zkServer.sh status|version|print-cmd" >&2
        exit 1
        ;;
esac
