package io.arkeeper.bundle.registry;

import io.arkeeper.bundle.BundleFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import javax.net.ssl.SSLException;

/**
 * Sends one request at a time and never waits for ever.
 *
 * <p>A peer that moves no byte for {@link Patience#stall} is given up, however long the whole may take: a slow upload is
 * no silence.
 */
final class Wire implements AutoCloseable {

    private static final int LARGEST_ANSWER = 8 << 20;

    private final Connections connections;
    private final ExecutorService executor = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("wire-", 0).factory());
    private final Patience patience;
    private final Pause pause;
    private final InstantSource clock;

    Wire(TrustedAuthorities authorities, Patience patience, Pause pause, InstantSource clock) {
        this.connections = new Connections(patience, authorities);
        this.patience = patience;
        this.pause = pause;
        this.clock = clock;
    }

    Patience patience() {
        return patience;
    }

    /** Sends it, again where the registry is busy or the line breaks; only for calls that may arrive twice. */
    Answer patiently(Call call) throws IOException, InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                Answer answer = once(call, sent -> {});
                if (!answer.isWorthRepeating() || failures >= patience.attempts()) {
                    return answer;
                }
                rest(failures, Optional.of(answer));
            } catch (IOException e) {
                if (failures >= patience.attempts() || isHopeless(e)) {
                    throw e;
                }
                rest(failures, Optional.empty());
            }
        }
    }

    /** Waits before the next attempt: as long as the registry asks for, within bounds, or longer each time. */
    void rest(int failures, Optional<Answer> answer) throws InterruptedException {
        pause.of(answer.flatMap(each -> each.header("Retry-After"))
                .flatMap(this::retryAfter)
                .map(patience::atMost)
                .orElseGet(() -> patience.pauseAfter(failures)));
    }

    private Optional<Duration> retryAfter(String text) {
        try {
            if (text.matches("[0-9]{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
            }
            Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
            Duration left = Duration.between(clock.instant(), until);
            return Optional.of(left.isNegative() ? Duration.ZERO : left);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    Answer once(Call call, LongConsumer sent) throws IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        return once(call, sent, new Bounded(body, LARGEST_ANSWER)).withBody(body.toByteArray());
    }

    /** @param sent told about each piece of the body as it leaves */
    Answer once(Call call, LongConsumer sent, OutputStream into) throws IOException, InterruptedException {
        boolean mayTakeLong =
                !(into instanceof Bounded) || call.body().map(Call.Body::length).orElse(0L) > LARGEST_ANSWER;
        AtomicLong activity = new AtomicLong();
        try (Exchange exchange = new Exchange(connections, call, activity::addAndGet, sent, into)) {
            return await(executor.submit(exchange), activity, mayTakeLong);
        }
    }

    private Answer await(Future<Answer> exchange, AtomicLong activity, boolean mayTakeLong)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        long seen = -1;
        try {
            while (true) {
                try {
                    return exchange.get(patience.stall().toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    long now = activity.get();
                    boolean tooLong = !mayTakeLong
                            && System.nanoTime() - begun > patience.overall().toNanos();
                    if (tooLong) {
                        throw new SocketTimeoutException("it has not come to an end in %d s"
                                .formatted(Math.max(1, patience.overall().toSeconds())));
                    }
                    if (now == seen || now == 0) {
                        throw new SocketTimeoutException("it is silent for %d s"
                                .formatted(Math.max(1, patience.stall().toSeconds())));
                    }
                    seen = now;
                }
            }
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    private static IOException unwrapped(ExecutionException e) {
        return switch (e.getCause()) {
            case IOException io -> io;
            case RuntimeException unchecked -> throw unchecked;
            case null, default -> new IOException(e.getCause());
        };
    }

    /** Whether the next attempt would end the same way. */
    static boolean isHopeless(IOException e) {
        return e instanceof SSLException || e instanceof TooLong || e instanceof LocalReadFailed;
    }

    /** Why a registry could not be asked, and what to do about it. */
    static BundleFailure cannotReach(String host, IOException e) {
        if (e instanceof LocalReadFailed) {
            return new BundleFailure(
                    BundleFailure.Kind.STORAGE, "the file cannot be read (%s)".formatted(e.getMessage()), e);
        }
        return new BundleFailure(
                BundleFailure.Kind.REGISTRY, "registry %s cannot be used: %s".formatted(host, reason(e)), e);
    }

    private static String reason(IOException e) {
        Optional<CertificateExpiredException> expired = within(e, CertificateExpiredException.class);
        if (expired.isPresent()) {
            return "its certificate has expired (%s); have it renewed".formatted(oneLine(expired.get()));
        }
        if (within(e, CertPathBuilderException.class).isPresent()) {
            return "nobody we trust vouches for its certificate; give its authority with --ca-file";
        }
        Optional<CertificateException> wrong = within(e, CertificateException.class);
        if (wrong.isPresent()) {
            return "its certificate is not good (%s); use the name it was made for".formatted(oneLine(wrong.get()));
        }
        if (e instanceof UnknownHostException) {
            return "nobody knows this name; check it and the name server";
        }
        if (e instanceof SocketTimeoutException) {
            return oneLine(e) + "; check the address, the network and its log";
        }
        if (e instanceof ConnectException) {
            return "nothing answers there; check host, port and network";
        }
        return e instanceof SSLException
                ? "TLS fails (%s); one without TLS needs --plain-http".formatted(oneLine(e))
                : "the connection broke (%s); try again, what arrived is kept".formatted(oneLine(e));
    }

    private static <T extends Throwable> Optional<T> within(Throwable e, Class<T> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    private static String oneLine(Throwable e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return message.lines().findFirst().orElse("").strip();
    }

    @Override
    public void close() {
        executor.shutdownNow(); // nothing of ours is under way
        connections.close();
    }

    /** A registry's documents are small: one that is not is an attack or a mistake. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;

        TooLong(int limit) {
            super("it answers with more than %d MiB".formatted(limit >> 20));
        }
    }

    /** Our own file failed, not the line. */
    static final class LocalReadFailed extends IOException {
        private static final long serialVersionUID = 1;

        LocalReadFailed(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private static final class Bounded extends OutputStream {
        private final ByteArrayOutputStream into;
        private final int limit;

        Bounded(ByteArrayOutputStream into, int limit) {
            this.into = into;
            this.limit = limit;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (into.size() + length > limit) {
                throw new TooLong(limit);
            }
            into.write(bytes, offset, length);
        }
    }
}
