package io.arkeeper.bundle.registry;

import io.arkeeper.bundle.BundleFailure;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Sends one request at a time and never waits for ever.
 *
 * <p>Java's own limit ends when the headers arrive and counts a slow upload as silence. Here a peer that moves no byte
 * for {@link Patience#stall} is given up, however long the whole may take.
 */
final class Wire implements AutoCloseable {

    private static final int LARGEST_ANSWER = 8 << 20;
    private static final int READ_AHEAD = 1 << 17;

    private final HttpClient client;
    private final Patience patience;
    private final Pause pause;
    private final InstantSource clock;

    Wire(SSLContext tls, Patience patience, Pause pause, InstantSource clock) {
        // HTTP/1.1: uploads gain nothing from HTTP/2's flow control, and a plain connection is spared the upgrade.
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience.connect())
                .sslContext(tls)
                .build();
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
        AtomicLong activity = new AtomicLong();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(call.uri()).method(call.method(), publisher(call, activity, sent));
        call.headers().forEach(request::setHeader);
        boolean carriesBlob = call.body().map(Call.Body::length).orElse(0L) > LARGEST_ANSWER;
        HttpResponse<Void> response = await(
                client.sendAsync(
                        request.build(),
                        BodyHandlers.ofByteArrayConsumer(piece -> piece.ifPresent(bytes -> {
                            activity.addAndGet(bytes.length);
                            write(into, bytes);
                        }))),
                activity,
                carriesBlob || !(into instanceof Bounded));
        return new Answer(call.uri(), response.statusCode(), response.headers(), new byte[0]);
    }

    private static void write(OutputStream into, byte[] bytes) {
        try {
            into.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BodyPublisher publisher(Call call, AtomicLong activity, LongConsumer sent) {
        if (call.body().isEmpty()) {
            return BodyPublishers.noBody();
        }
        Call.Body body = call.body().get();
        if (body.length() == 0) {
            return BodyPublishers.noBody();
        }
        return BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> {
                    try {
                        return new Watched(body.open(), activity, sent);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }),
                body.length());
    }

    private <T> HttpResponse<T> await(
            CompletableFuture<HttpResponse<T>> exchange, AtomicLong activity, boolean mayTakeLong)
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
                    if (now == seen || now == 0 || tooLong) {
                        throw new HttpTimeoutException("it is silent for %d s"
                                .formatted(Math.max(1, patience.stall().toSeconds())));
                    }
                    seen = now;
                }
            }
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } finally {
            exchange.cancel(true);
        }
    }

    private static IOException unwrapped(ExecutionException e) {
        return switch (e.getCause()) {
            case UncheckedIOException unchecked -> unchecked.getCause();
            case IOException io -> io;
            case BundleFailure failure -> throw failure;
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
        if (within(e, UnresolvedAddressException.class).isPresent()) {
            return "nobody knows this name; check it and the name server";
        }
        if (e instanceof HttpTimeoutException) {
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
        client.shutdownNow(); // nothing of ours is under way, and idle connections need no farewell
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

    private static final class Watched extends FilterInputStream {
        private final AtomicLong activity;
        private final LongConsumer sent;

        Watched(InputStream in, AtomicLong activity, LongConsumer sent) {
            super(new BufferedInputStream(in, READ_AHEAD));
            this.activity = activity;
            this.sent = sent;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                int count = super.read(bytes, offset, length);
                if (count > 0) {
                    activity.addAndGet(count);
                    sent.accept(count);
                }
                return count;
            } catch (IOException e) {
                throw new LocalReadFailed(e);
            }
        }
    }
}
