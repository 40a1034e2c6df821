#!/bin/sh
# ZooKeeper's command line client, connected to this member unless -server says otherwise.
# Usage: zkCli.sh [-server HOST:PORT] [COMMAND ARGUMENTS]     e.g. zkCli.sh create /foo bar

. "$(dirname "$(readlink -f "$0")")/zkEnv.sh"

# Where the ensemble wants TLS or a login, the member leaves the settings for clients beside its zoo.cfg.
if [ -r "$ZK_HOME/conf/client.properties" ]; then
    set -- -client-configuration "$ZK_HOME/conf/client.properties" "$@"
fi
# An option given twice: the later one, which is the user's, counts.
exec "$ZK_JAVA" @/opt/arkeeper/client.args $CLIENT_JVMFLAGS \
    org.apache.zookeeper.ZooKeeperMain -server "127.0.0.1:$ZK_CLIENT_PORT" "$@"
