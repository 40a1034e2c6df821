package io.arkeeper.core.forming;

import io.arkeeper.core.MemberId;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Topology;
import io.arkeeper.core.disk.DiskFinding;
import java.util.SortedMap;

/** {@link Forming#decide}, or the same with a planted flaw. */
interface FormingRule {

    FormingDecision decide(
            MemberIdentity self, DiskFinding own, Topology topology, SortedMap<MemberId, PeerStatement> peers);
}
