# Shared by the commands beside it, which read it with "." before anything else.

ZK_HOME=/opt/zookeeper
ZK_JAVA="${JAVA_HOME:-/opt/java}/bin/java"

# The client port the chart gave this member; ZK_CLIENT_PORT overrides it.
zk_configured_port() {
    sed -n 's/^clientPort=//p' "${ARKEEPER_CONFIG:-/etc/arkeeper}/member.properties" 2>/dev/null
}
: "${ZK_CLIENT_PORT:=$(zk_configured_port)}"
: "${ZK_CLIENT_PORT:=2181}"

# Sends one of ZooKeeper's four-letter words to this member and prints the answer.
zk_ask() {
    echo "$1" | nc -w 5 127.0.0.1 "$ZK_CLIENT_PORT" 2>/dev/null
}
