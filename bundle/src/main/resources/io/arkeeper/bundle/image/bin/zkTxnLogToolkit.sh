#!/bin/sh
# Prints a transaction log, or recovers a copy of a damaged one. Usage: zkTxnLogToolkit.sh [-dhrvy] LOG

. "$(dirname "$(readlink -f "$0")")/zkEnv.sh"

exec "$ZK_JAVA" @/opt/arkeeper/client.args $SERVER_JVMFLAGS org.apache.zookeeper.server.persistence.TxnLogToolkit "$@"
