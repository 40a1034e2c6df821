package io.arkeeper.systemtest.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Connections that say a byte now and then, and new ones for those that are closed. */
public final class Trickle implements AutoCloseable {

    private static final int FLOOD = 400; // connections to each port of each member, more than any doorman lets wait

    private final Attacker attacker;
    private final List<String> addresses;
    private final Set<Target> targets;
    private final byte[] opening;
    private final Thread thread = Thread.ofPlatform().daemon().name("trickle").unstarted(this::run);
    private final List<Socket> sockets = new ArrayList<>();
    private volatile boolean stopped;

    /**
     * Says nothing yet.
     *
     * @param addresses of members
     * @param opening what each connection says at once
     */
    public Trickle(Attacker attacker, List<String> addresses, Set<Target> targets, byte... opening) {
        this.attacker = attacker;
        this.addresses = List.copyOf(addresses);
        this.targets = Set.copyOf(targets);
        this.opening = opening.clone();
    }

    public void start() {
        thread.start();
    }

    private void run() {
        while (!stopped) {
            for (String address : addresses) {
                for (Target target : targets) {
                    open(address, target);
                }
            }
            sockets.removeIf(socket -> !say(socket));
        }
    }

    private void open(String address, Target target) {
        int most = FLOOD * addresses.size() * targets.size();
        for (int i = 0; i < FLOOD / 10 && sockets.size() < most && !stopped; i++) {
            try {
                Socket socket = attacker.connect(address, target);
                sockets.add(socket);
                socket.getOutputStream().write(opening);
            } catch (IOException e) {
                return; // it is being restarted, or does not lead
            }
        }
    }

    private static boolean say(Socket socket) {
        try {
            socket.getOutputStream().write(0);
            return true;
        } catch (IOException e) {
            close(socket);
            return false;
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join(30_000);
        sockets.forEach(Trickle::close);
    }
}
