package io.arkeeper.member.lifecycle;

import io.arkeeper.core.InvalidSetting;
import io.arkeeper.core.Topology;
import io.arkeeper.member.config.MemberSettings;
import io.arkeeper.member.config.ServersFile;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ensemble as the chart wants it now. A mounted file that makes no sense changes nothing. */
final class WantedTopology implements Supplier<Topology> {

    private static final Logger LOG = LoggerFactory.getLogger(WantedTopology.class);

    private final Topology first;
    private final ServersFile serversFile;

    WantedTopology(MemberSettings settings) {
        this.first = settings.topology();
        this.serversFile = new ServersFile(settings.config());
    }

    @Override
    public Topology get() {
        try {
            return serversFile.applyTo(first);
        } catch (InvalidSetting e) {
            LOG.warn(
                    "{}; going on with servers={} and observers={}",
                    e.getMessage(),
                    first.servers(),
                    first.observers());
            return first;
        }
    }
}
