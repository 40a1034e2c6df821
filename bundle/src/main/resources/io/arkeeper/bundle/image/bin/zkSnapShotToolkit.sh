#!/bin/sh
# Prints what a snapshot holds. Usage: zkSnapShotToolkit.sh [-d|-json] SNAPSHOT

. "$(dirname "$(readlink -f "$0")")/zkEnv.sh"

exec "$ZK_JAVA" @/opt/arkeeper/client.args $SERVER_JVMFLAGS org.apache.zookeeper.server.SnapshotFormatter "$@"
