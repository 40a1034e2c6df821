package io.arkeeper.core;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who a member is: one pod of one StatefulSet in one namespace. A disk belongs to exactly one identity.
 *
 * @param namespace the Kubernetes namespace
 * @param statefulSet the StatefulSet's name
 * @param ordinal the pod's ordinal, from 0
 * @param role what the StatefulSet's pods are for; the observers' is called after the voters', with {@code -observer}
 */
public record MemberIdentity(String namespace, String statefulSet, int ordinal, Role role) {

    private static final String OBSERVERS = "-observer";

    private static final Pattern POD_NAME = Pattern.compile("([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)-(0|[1-9][0-9]{0,2})");
    private static final int LONGEST_LABEL = 63; // RFC 1123, and Kubernetes' limit for a pod's host name

    public MemberIdentity {
        MemberId.ofOrdinal(ordinal); // refuses an ordinal that no member can have
        if (role == Role.OBSERVER && !statefulSet.endsWith(OBSERVERS)) {
            throw new InvalidSetting(
                    "an observer's StatefulSet",
                    "'" + statefulSet + "'",
                    "the voters' name and " + OBSERVERS,
                    "name it as the chart does");
        }
    }

    /** A voter's. */
    public MemberIdentity(String namespace, String statefulSet, int ordinal) {
        this(namespace, statefulSet, ordinal, Role.VOTER);
    }

    /** @throws InvalidSetting where the name is not that of a StatefulSet's pod, e.g. {@code myzk-zookeeper-0} */
    public static MemberIdentity ofPod(String namespace, String podName, Role role) {
        Matcher matcher = POD_NAME.matcher(podName);
        if (podName.length() > LONGEST_LABEL || !matcher.matches()) {
            throw new InvalidSetting(
                    "pod name",
                    "'" + podName + "'",
                    "a DNS label that ends in an ordinal, such as myzk-zookeeper-0",
                    "run the member as a StatefulSet's pod");
        }
        return new MemberIdentity(namespace, matcher.group(1), Integer.parseInt(matcher.group(2)), role);
    }

    public MemberId id() {
        return isObserver() ? MemberId.ofObserver(ordinal) : MemberId.ofOrdinal(ordinal);
    }

    public boolean isObserver() {
        return role == Role.OBSERVER;
    }

    /** The name of the voters' StatefulSet, after which the ensemble is called. */
    public String ensemble() {
        return isObserver() ? statefulSet.substring(0, statefulSet.length() - OBSERVERS.length()) : statefulSet;
    }

    /** Whether a pod is one of an observers' StatefulSet, by its name. */
    public static boolean isObserverPod(String podName) {
        int dash = podName.lastIndexOf('-');
        return dash > 0 && podName.substring(0, dash).endsWith(OBSERVERS);
    }

    /** The name of the observers' StatefulSet, whether or not there is one. */
    public String observers() {
        return ensemble() + OBSERVERS;
    }

    /** Another member of the same ensemble. */
    public MemberIdentity other(MemberId id) {
        return id.isObserver()
                ? new MemberIdentity(namespace, observers(), id.ordinal(), Role.OBSERVER)
                : new MemberIdentity(namespace, ensemble(), id.ordinal(), Role.VOTER);
    }

    public String podName() {
        return statefulSet + "-" + ordinal;
    }

    /** The name of another member's pod. */
    public String podName(MemberId id) {
        return other(id).podName();
    }

    @Override
    public String toString() {
        return namespace + "/" + podName();
    }
}
