package io.arkeeper.member.server;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The embedded server at one moment.
 *
 * @param role {@code leader}, {@code follower}, {@code observer} or {@code looking}
 * @param leader whom it follows, or itself
 * @param serving whether it serves clients as part of a quorum
 * @param epoch the current epoch
 * @param zxid the last transaction in its database
 * @param config the configuration it works with
 * @param connections clients connected now
 * @param znodes nodes in its database
 */
public record ServerView(
        String role,
        Optional<MemberId> leader,
        boolean serving,
        OptionalLong epoch,
        OptionalLong zxid,
        EnsembleConfig config,
        int connections,
        int znodes) {}
