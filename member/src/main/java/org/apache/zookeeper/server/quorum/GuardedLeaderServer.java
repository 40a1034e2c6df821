package org.apache.zookeeper.server.quorum;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.server.CheckedPrepRequestProcessor;
import org.apache.zookeeper.server.ContainerManager;
import org.apache.zookeeper.server.FinalRequestProcessor;
import org.apache.zookeeper.server.ReadableRequests;
import org.apache.zookeeper.server.Request;
import org.apache.zookeeper.server.RequestProcessor;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;

/**
 * A leader's chain of processors as ZooKeeper builds it, with {@link CheckedPrepRequestProcessor} in its place and the
 * {@code sync} of its own clients in order, see {@link OrderedSyncLeader}. What deletes empty containers feeds the former, so
 * it is made anew here as well.
 */
final class GuardedLeaderServer extends LeaderZooKeeperServer {

    private final ReadableRequests readable = new ReadableRequests();
    private Optional<ContainerManager> containers = Optional.empty();

    GuardedLeaderServer(FileTxnSnapLog files, GuardedPeer self) throws IOException {
        super(files, self, self.getZkDb());
    }

    @Override
    protected void setupRequestProcessors() {
        RequestProcessor last = new FinalRequestProcessor(this);
        RequestProcessor toBeApplied = new Leader.ToBeAppliedRequestProcessor(last, getLeader());
        commitProcessor =
                new CommitProcessor(toBeApplied, Long.toString(getServerId()), true, getZooKeeperServerListener());
        commitProcessor.start();
        ProposalRequestProcessor proposals = new ProposalRequestProcessor(this, commitProcessor);
        proposals.initialize();
        prepRequestProcessor = new CheckedPrepRequestProcessor(this, proposals);
        prepRequestProcessor.start();
        firstProcessor = OrderedSyncLeader.inOrder(new LeaderRequestProcessor(this, prepRequestProcessor));
        containers = Optional.of(new ContainerManager(
                getZKDatabase(),
                prepRequestProcessor,
                Integer.getInteger("znode.container.checkIntervalMs", (int) TimeUnit.MINUTES.toMillis(1)),
                Integer.getInteger("znode.container.maxPerMinute", 10_000),
                Long.getLong("znode.container.maxNeverUsedIntervalMs", 0)));
    }

    @Override
    public void submitRequestNow(Request request) {
        super.submitRequestNow(readable.orError(request));
    }

    @Override
    public synchronized void startup() {
        super.startup();
        containers.ifPresent(ContainerManager::start);
    }

    @Override
    protected synchronized void shutdownComponents() {
        containers.ifPresent(ContainerManager::stop);
        super.shutdownComponents();
    }
}
