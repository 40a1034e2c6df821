package io.arkeeper.member.server;

import java.util.Locale;
import java.util.Set;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.metrics.CounterSet;
import org.apache.zookeeper.server.ServerMetrics;

/**
 * Counts the answers that tell clients that they are not who they say, or have to say who they are. ZooKeeper writes them to
 * the log only.
 */
public final class FailedLogins {

    private static final Set<Code> CODES = Set.of(Code.AUTHFAILED, Code.SESSIONCLOSEDREQUIRESASLAUTH);

    private final CounterSet failed = ServerMetrics.getMetrics()
            .getMetricsProvider()
            .getRootContext()
            .getCounterSet("arkeeper_failed_logins_total");

    /** Looks at the error of an answer; 0 is none. */
    public void look(int error) {
        if (error != 0) {
            CODES.stream()
                    .filter(code -> code.intValue() == error)
                    .forEach(code -> failed.inc(code.name().toLowerCase(Locale.ROOT)));
        }
    }
}
