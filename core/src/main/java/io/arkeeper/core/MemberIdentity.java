package io.arkeeper.core;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who a member is: one pod of one StatefulSet in one namespace. A disk belongs to exactly one identity.
 *
 * @param namespace the Kubernetes namespace
 * @param statefulSet the StatefulSet's name
 * @param ordinal the pod's ordinal, from 0
 */
public record MemberIdentity(String namespace, String statefulSet, int ordinal) {

    private static final Pattern POD_NAME = Pattern.compile("([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)-(0|[1-9][0-9]{0,2})");
    private static final int LONGEST_LABEL = 63; // RFC 1123, and Kubernetes' limit for a pod's host name

    public MemberIdentity {
        MemberId.ofOrdinal(ordinal); // refuses an ordinal that no member can have
    }

    /** @throws InvalidSetting where the name is not that of a StatefulSet's pod, e.g. {@code myzk-zookeeper-0} */
    public static MemberIdentity ofPod(String namespace, String podName) {
        Matcher matcher = POD_NAME.matcher(podName);
        if (podName.length() > LONGEST_LABEL || !matcher.matches()) {
            throw new InvalidSetting(
                    "pod name",
                    "'" + podName + "'",
                    "a DNS label that ends in an ordinal, such as myzk-zookeeper-0",
                    "run the member as a StatefulSet's pod");
        }
        return new MemberIdentity(namespace, matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    public MemberId id() {
        return MemberId.ofOrdinal(ordinal);
    }

    public String podName() {
        return podName(ordinal);
    }

    /** The name of the pod at {@code other} ordinal of the same StatefulSet. */
    public String podName(int other) {
        return statefulSet + "-" + other;
    }

    @Override
    public String toString() {
        return namespace + "/" + podName();
    }
}
