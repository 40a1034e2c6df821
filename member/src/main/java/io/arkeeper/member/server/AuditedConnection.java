package io.arkeeper.member.server;

import io.arkeeper.member.superuser.SuperuserSession;

/** A connection that can become the superuser's, because it tells what it is used for. */
interface AuditedConnection {

    void becomes(SuperuserSession session);
}
