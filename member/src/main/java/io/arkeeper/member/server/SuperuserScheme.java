package io.arkeeper.member.server;

import io.arkeeper.member.superuser.SuperuserSession;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.server.ServerCnxn;
import org.apache.zookeeper.server.auth.AuthenticationProvider;

/**
 * The scheme of the superuser: the member itself, which ZooKeeper gives it once it has said its password, and an
 * administrator with a ticket that was given out inside the pod. Nobody else gets it by asking.
 *
 * <p>ZooKeeper makes it by the name of its class.
 */
public final class SuperuserScheme implements AuthenticationProvider {

    static final String NAME = "super";

    @Override
    public String getScheme() {
        return NAME;
    }

    @Override
    public Code handleAuthentication(ServerCnxn connection, byte[] ticket) {
        InetSocketAddress from = connection.getRemoteSocketAddress();
        boolean inside = connection instanceof AuditedConnection
                && from != null
                && from.getAddress().isLoopbackAddress();
        Optional<SuperuserSession> session = ProcessSuperusers.current()
                .flatMap(sessions -> sessions.begin(
                        ticket,
                        connection.getSessionId(),
                        from == null ? "nowhere" : from.getAddress().getHostAddress(),
                        inside));
        if (session.isEmpty() || !(connection instanceof AuditedConnection audited)) {
            return Code.AUTHFAILED;
        }
        audited.becomes(session.get());
        connection.addAuthInfo(new Id(NAME, session.get().who()));
        return Code.OK;
    }

    @Override
    public boolean matches(String id, String aclExpression) {
        return false;
    }

    /** So that {@code auth} in an ACL does not stand for it: nobody else could read what it makes. */
    @Override
    public boolean isAuthenticated() {
        return false;
    }

    /** So that no ACL names it. */
    @Override
    public boolean isValid(String id) {
        return false;
    }

    /** In ZooKeeper's audit log. */
    @Override
    public String getUserName(String id) {
        return id.isEmpty() ? NAME : NAME + ":" + id;
    }
}
