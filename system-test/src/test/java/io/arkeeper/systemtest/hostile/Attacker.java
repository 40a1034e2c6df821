package io.arkeeper.systemtest.hostile;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;

/** Sends what it is told to from addresses of its own, and counts. */
public final class Attacker {

    private static final int CONNECT_MILLIS = 10_000;
    private static final int ANSWER_MILLIS = 100;

    private final AtomicInteger next = new AtomicInteger();
    private final Map<Target, AtomicLong> connections = new EnumMap<>(Target.class);
    private final AtomicLong inputs = new AtomicLong();

    public Attacker() {
        for (Target target : Target.values()) {
            connections.put(target, new AtomicLong());
        }
    }

    /** Malformed messages sent so far. */
    public long inputs() {
        return inputs.get();
    }

    /** Connections to a port so far. */
    public long connections(Target target) {
        return connections.get(target).get();
    }

    /** A connection from one of 64 addresses; who is limited by address is not limited to one. */
    public Socket connect(String address, Target target) throws IOException {
        Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress("127.66.0." + (1 + Math.floorMod(next.incrementAndGet(), 64)), 0));
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.setSoLinger(true, 0); // no port stays occupied
            socket.connect(new InetSocketAddress(address, target.port()), CONNECT_MILLIS);
            connections.get(target).incrementAndGet();
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends it and waits a moment for the end of the connection. */
    public void send(String address, Malformed malformed) throws IOException {
        try (Socket socket = connect(address, malformed.target())) {
            inputs.addAndGet(malformed.inputs());
            socket.getOutputStream().write(malformed.bytes());
            socket.shutdownOutput();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (ConnectException e) {
            throw e; // nobody listens: that is no answer
        } catch (IOException e) {
            return; // cut off while this side still sent, or left open: then this side cuts it off
        }
    }

    /** A connection over which TLS is agreed on, from one of these addresses. */
    public SSLSocket connect(String address, Target target, TlsCaller caller) throws IOException {
        return caller.over(connect(address, target), address, target, "TLSv1.3");
    }

    /** Sends it once TLS is agreed on, within TLS or on the wire below it, and waits a moment for the end. */
    public void send(String address, Malformed malformed, TlsCaller caller) throws IOException {
        Socket plain = connect(address, malformed.target());
        inputs.addAndGet(malformed.inputs());
        try (SSLSocket socket = caller.over(plain, address, malformed.target(), "TLSv1.3")) {
            socket.setSoTimeout(ANSWER_MILLIS);
            (malformed.isBelowTls() ? plain : socket).getOutputStream().write(malformed.bytes());
            if (malformed.isBelowTls()) {
                plain.shutdownOutput();
            } else {
                socket.shutdownOutput();
            }
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            return; // as above
        }
    }
}
