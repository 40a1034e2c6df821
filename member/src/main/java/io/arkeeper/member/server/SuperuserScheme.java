package io.arkeeper.member.server;

import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.server.ServerCnxn;
import org.apache.zookeeper.server.auth.AuthenticationProvider;

/**
 * The scheme that ZooKeeper gives the superuser once it has said its password, so that it can be named among those who may
 * come. Nobody gets it by asking. ZooKeeper makes it by the name of its class.
 */
public final class SuperuserScheme implements AuthenticationProvider {

    static final String NAME = "super";

    @Override
    public String getScheme() {
        return NAME;
    }

    @Override
    public Code handleAuthentication(ServerCnxn connection, byte[] data) {
        return Code.AUTHFAILED;
    }

    @Override
    public boolean matches(String id, String aclExpression) {
        return false;
    }

    @Override
    public boolean isAuthenticated() {
        return true;
    }

    /** So that no ACL names it. */
    @Override
    public boolean isValid(String id) {
        return false;
    }
}
