package io.arkeeper.member.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.membership.MembershipStep;
import io.arkeeper.core.membership.MembershipStep.Change;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.admin.ZooKeeperAdmin;
import org.apache.zookeeper.data.Stat;

/**
 * Performs one change of the configuration through the leader's own client port.
 *
 * <p>Each change has a session of its own: closing it is a transaction that the new configuration's quorum has to
 * acknowledge, so when {@link #perform} returns the change is in force and not merely committed.
 */
public final class Reconfigurer {

    private final OwnPort port;

    /** @param clients where the leader listens for clients */
    public Reconfigurer(InetSocketAddress clients) {
        this.port = new OwnPort(clients);
    }

    /**
     * @return the configuration in force afterwards
     * @throws Refused where ZooKeeper refuses: another version is in force, another change is under way, no quorum
     */
    public EnsembleConfig perform(Change change) throws Refused, InterruptedException {
        try (ZooKeeperAdmin admin = port.open()) {
            Stat stat = new Stat();
            byte[] config =
                    switch (change) {
                        case MembershipStep.Add add ->
                            admin.reconfigure(add.seat().line(), null, null, add.version(), stat);
                        case MembershipStep.Remove remove ->
                            admin.reconfigure(
                                    null, Integer.toString(remove.id().value()), null, remove.version(), stat);
                    };
            return EnsembleConfig.parse(stat.getMzxid(), new String(config, UTF_8));
        } catch (KeeperException e) {
            throw new Refused(explain(e), e);
        } catch (IOException e) {
            throw new Refused("%s cannot be reached: %s".formatted(port, e.getMessage()), e);
        }
    }

    private static String explain(KeeperException e) {
        return switch (e.code()) {
            case BADVERSION -> "another configuration came into force meanwhile";
            case NEWCONFIGNOQUORUM -> "a majority of the new configuration is not in sync";
            case RECONFIGINPROGRESS -> "another change is under way";
            case CONNECTIONLOSS, SESSIONEXPIRED -> "the connection broke; whether it was made will show";
            default -> "ZooKeeper refuses: " + e.getMessage();
        };
    }
}
