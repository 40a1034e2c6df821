package io.arkeeper.systemtest.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * {@link AttackProgram} with the lowest priority the machine has: it gets the processor time that members and clients
 * leave, and takes none of theirs, as if it came from other machines.
 */
final class Attack implements AutoCloseable {

    /** How much it sent. */
    record Sent(long connections, long inputs) {}

    private final Process process;
    private final PrintStream orders;
    private final BufferedReader answers;

    private Attack(Process process) {
        this.process = process;
        this.orders = new PrintStream(process.getOutputStream(), true, US_ASCII);
        this.answers = process.inputReader(US_ASCII);
    }

    static Attack start() throws IOException {
        return new Attack(new ProcessBuilder(
                        "chrt",
                        "--idle",
                        "0",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AttackProgram.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /**
     * @param kind {@code plain} or {@code tls}
     * @param perSecond connections, or 0 for as many as go
     */
    Sent on(Members members, String kind, long perSecond, Duration time) throws IOException {
        orders.println(String.join(
                " ",
                List.of(
                        kind,
                        Long.toString(perSecond),
                        Long.toString(time.toMillis()),
                        members.leader(),
                        String.join(" ", members.addresses()))));
        String answer = answers.readLine();
        if (answer == null) {
            throw new IllegalStateException("the attack has ended by itself");
        }
        List<String> counts = List.of(answer.split(" ", -1));
        return new Sent(Long.parseLong(counts.get(0)), Long.parseLong(counts.get(1)));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
