package io.arkeeper.systemtest.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A ZooKeeper process on an address of its own, timed from its start to its first {@code Mode:}. */
record Server(Process process, String address, long startedNanos) implements AutoCloseable {

    private static final int CLIENT_PORT = 2181;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    static Server start(ProcessBuilder command, String address, Path log) throws IOException {
        command.redirectErrorStream(true).redirectOutput(log.toFile());
        long startedNanos = System.nanoTime();
        return new Server(command.start(), address, startedNanos);
    }

    /** Milliseconds from the process' start until it says that it serves. */
    double millisUntilServing() throws IOException {
        return millisUntilServing(PATIENCE);
    }

    double millisUntilServing(Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            if (srvr().contains("Mode:")) {
                return (System.nanoTime() - startedNanos) / 1e6;
            }
            if (!process.isAlive()) {
                throw new IOException("the server ended with " + process.exitValue());
            }
            pause();
        }
        throw new IOException("the server does not serve");
    }

    /** Between two questions, which cost those that are measured time. */
    static void pause() {
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    /** What it answers to {@code srvr}; nothing where it does not listen. */
    String srvr() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, CLIENT_PORT), 200);
            socket.setSoTimeout(500);
            socket.getOutputStream().write("srvr".getBytes(UTF_8));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException e) {
            return ""; // not listening yet
        }
    }

    /** Resident memory in MiB. */
    double residentMebibytes() throws IOException {
        return mebibytes("VmRSS:");
    }

    /** The most of it since the process began, or since {@link #forgetPeak}. */
    double peakMebibytes() throws IOException {
        return mebibytes("VmHWM:");
    }

    void forgetPeak() throws IOException {
        Files.writeString(proc("clear_refs"), "5");
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }

    private double mebibytes(String what) throws IOException {
        return Files.readAllLines(proc("status")).stream()
                .filter(line -> line.startsWith(what))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
