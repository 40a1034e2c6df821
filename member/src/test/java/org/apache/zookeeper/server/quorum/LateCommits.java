package org.apache.zookeeper.server.quorum;

import java.util.concurrent.CountDownLatch;
import org.apache.zookeeper.server.Request;

/** A leader that applies nothing itself until it is told to, while its followers do. */
public final class LateCommits extends CommitProcessor {

    private final CommitProcessor punctual;
    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    private LateCommits(CommitProcessor punctual) {
        super(punctual.nextProcessor, "late", false, null);
        this.punctual = punctual;
    }

    /** From now on {@code leader} is held where it has told its followers of a commit and does not apply it yet. */
    public static LateCommits at(Leader leader) {
        LateCommits late = new LateCommits(leader.zk.commitProcessor);
        leader.zk.commitProcessor = late;
        return late;
    }

    /** Waits for a commit to be held. */
    public void await() throws InterruptedException {
        first.await();
    }

    public void release() {
        end.countDown();
    }

    @Override
    public void commit(Request request) {
        try {
            first.countDown();
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        punctual.commit(request);
    }

    @Override
    public void processRequest(Request request) {
        punctual.processRequest(request);
    }

    @Override
    public void shutdown() {
        release();
        punctual.shutdown();
    }
}
