package io.arkeeper.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ports of a member. All differ, because they are bound on one address.
 *
 * @param client ZooKeeper clients
 * @param quorum followers talk to the leader here
 * @param election leader election
 * @param http probes, metrics and the read-only API
 * @param control everything that changes something; loopback only
 */
public record Ports(int client, int quorum, int election, int http, int control) {

    public static final Ports DEFAULT = new Ports(2181, 2888, 3888, 8080, 8081);

    static final int HIGHEST = 65535;

    public Ports {
        Map<String, Integer> named = new LinkedHashMap<>();
        named.put("clientPort", client);
        named.put("serverPort", quorum);
        named.put("leaderElectionPort", election);
        named.put("httpPort", http);
        named.put("controlPort", control);
        List<String> problems = new ArrayList<>();
        Map<Integer, String> taken = new LinkedHashMap<>();
        named.forEach((name, port) -> {
            if (port < 1 || port > HIGHEST) {
                problems.add(new InvalidSetting(name, port, "a port from 1 to 65535", "use its default").getMessage());
            }
            String other = taken.putIfAbsent(port, name);
            if (other != null) {
                problems.add(new InvalidSetting(
                                name, port, "a port of its own", other + " has it already: change one of them")
                        .getMessage());
            }
        });
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
    }
}
