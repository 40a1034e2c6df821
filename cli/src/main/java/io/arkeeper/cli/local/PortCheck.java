package io.arkeeper.cli.local;

import io.arkeeper.cli.local.release.Release;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds out, before anything is started, whether a release's ports are free on its addresses. */
final class PortCheck {

    private PortCheck() {}

    static List<BusyPort> busy(Release release, Subnet subnet) {
        List<BusyPort> busy = new ArrayList<>();
        for (String pod : release.pods()) {
            String address = subnet.address(release.id(pod));
            settingsByPort(release).forEach((port, setting) -> {
                if (!isFree(address, port)) {
                    busy.add(new BusyPort(pod, address, port, setting, PortHolder.find(address, port)));
                }
            });
        }
        return busy;
    }

    static boolean allFree(Release release, Subnet subnet) {
        return release.pods().stream()
                .map(pod -> subnet.address(release.id(pod)))
                .allMatch(address -> settingsByPort(release).keySet().stream().allMatch(port -> isFree(address, port)));
    }

    /** All ports a member listens on, the undeclared ones too, with the setting that chooses each. */
    private static SortedMap<Integer, String> settingsByPort(Release release) {
        SortedMap<Integer, String> settings = new TreeMap<>();
        release.template().ports().forEach((name, port) -> settings.put(port, name));
        release.memberProperties().forEach((key, value) -> {
            if (key.endsWith("Port")) {
                settings.put(Integer.valueOf(value), key);
            }
        });
        return settings;
    }

    private static boolean isFree(String address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // as the members do; an old connection in TIME_WAIT is no obstacle
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
