package org.apache.zookeeper.server.quorum;

/** What tests ask of a server's election. */
public final class Elections {

    private Elections() {}

    /** Whether its election reads its notifications from {@link Ballots}. */
    public static boolean countsBallots(QuorumPeer peer) {
        return peer.getElectionAlg() instanceof FastLeaderElection election && election.recvqueue instanceof Ballots;
    }
}
