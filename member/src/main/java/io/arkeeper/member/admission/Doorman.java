package io.arkeeper.member.admission;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets nobody in who has not said who he is.
 *
 * <p>A member says it at once. So whoever takes long has his connection closed, and where many wait, the one that has
 * waited longest makes room: a flood of silent connections keeps no member out and costs no more than a few of them. A flood of
 * handshakes and messages that are none ends at {@link Penalties}.
 */
public final class Doorman implements AutoCloseable {

    /** What is told of each connection that was closed. */
    public interface Tally {
        void refused(Refusal reason);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Doorman.class);

    private final String port;
    private final Opening opening;
    private final Gate gate;
    private final Penalties penalties;
    private final int most;
    private final Duration patience;
    private final Tally tally;
    private final Map<Socket, Future<?>> waiting = new LinkedHashMap<>(); // their deadlines, in the order of coming
    private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledThreadPoolExecutor clock;

    /**
     * @param port its name, for messages
     * @param opening what they have to say; where it comes encrypted, the handshake is part of it
     * @param gate what they have to be
     * @param penalties who does not even get an answer
     * @param most how many may wait at once
     * @param patience how long each may take
     */
    public Doorman(
            String port, Opening opening, Gate gate, Penalties penalties, int most, Duration patience, Tally tally) {
        this.port = port;
        this.opening = opening;
        this.gate = gate;
        this.penalties = penalties;
        this.most = most;
        this.patience = patience;
        this.tally = tally;
        this.clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("doorman-" + port).factory());
        clock.setRemoveOnCancelPolicy(true);
    }

    /**
     * Returns at once. Whoever says who he is in time is handed over in a thread of his own, with all he has said.
     */
    public void admit(Socket socket, Consumer<Socket> admitted) {
        if (penalties.isBarred(socket.getInetAddress())) {
            tally.refused(Refusal.BARRED);
            close(socket); // no handshake has begun that might take its time
            return;
        }
        synchronized (waiting) {
            if (waiting.size() >= most) {
                refuse(waiting.keySet().iterator().next(), Refusal.CROWDED_OUT);
            }
            waiting.put(
                    socket,
                    clock.schedule(() -> refuse(socket, Refusal.SILENT), patience.toNanos(), TimeUnit.NANOSECONDS));
        }
        readers.execute(() -> listen(socket, admitted));
    }

    private void listen(Socket socket, Consumer<Socket> admitted) {
        try {
            byte[] said = opening.read(new DataInputStream(socket.getInputStream()));
            gate.pass(socket);
            penalties.trust(socket.getInetAddress());
            if (remove(socket)) {
                admitted.accept(new ReplayedSocket(socket, said));
            }
        } catch (Malformed e) {
            LOG.warn(
                    "closes a connection to the {} port from {}: {}",
                    port,
                    socket.getRemoteSocketAddress(),
                    e.getMessage());
            refuse(socket, Refusal.MALFORMED);
        } catch (SocketTimeoutException e) {
            refuse(socket, Refusal.SILENT); // ZooKeeper sets a time for each read, too
        } catch (SSLException e) {
            refuse(socket, Refusal.HANDSHAKE); // which begins with the first byte that is read
        } catch (SocketException e) {
            end(socket, socket.isClosed() ? Refusal.HANDSHAKE : Refusal.MALFORMED);
        } catch (IOException e) {
            end(socket, Refusal.MALFORMED);
        } catch (RuntimeException e) {
            LOG.warn("closes a connection to the {} port from {}", port, socket.getRemoteSocketAddress(), e);
            close(socket);
            tally.refused(Refusal.MALFORMED);
        }
    }

    private boolean remove(Socket socket) {
        synchronized (waiting) {
            Future<?> deadline = waiting.remove(socket);
            return deadline != null && (deadline.cancel(false) || deadline.isDone());
        }
    }

    /**
     * What was closed on this side is plaintext where TLS is required, or a handshake that came to nothing: ZooKeeper tells nothing
     * else of either. Who ends it himself may be one who only looks whether the port is open.
     */
    private void end(Socket socket, Refusal reason) {
        if (socket.isClosed()) {
            refuse(socket, reason);
        } else {
            dismiss(socket, reason);
        }
    }

    private void refuse(Socket socket, Refusal reason) {
        boolean isMalformed = reason == Refusal.MALFORMED || reason == Refusal.HANDSHAKE;
        if (dismiss(socket, reason) && isMalformed && penalties.malformed(socket.getInetAddress())) {
            LOG.warn(
                    "bars {} from the ports between members for {} s after the last that no member says, of which there is more"
                            + " than limits.malformedPerSecond; see to what sends it",
                    socket.getInetAddress().getHostAddress(),
                    Penalties.PENALTY.toSeconds());
        }
    }

    /** Whether it had not been closed before. */
    private boolean dismiss(Socket socket, Refusal reason) {
        boolean waited = remove(socket);
        if (waited) {
            tally.refused(reason);
            Thread.startVirtualThread(() -> close(socket)); // in the midst of a handshake that may take its time
        }
        return waited;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("a connection that was refused does not close ({})", e.getMessage());
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        readers.shutdownNow(); // ends handshakes, too, for which closing would wait
        synchronized (waiting) {
            waiting.keySet().forEach(socket -> Thread.startVirtualThread(() -> close(socket)));
            waiting.clear();
        }
    }
}
