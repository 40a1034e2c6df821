package io.arkeeper.member.names;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/**
 * What names last were, for as long as the name server says nothing.
 *
 * <p>A name server that refuses or knows nothing is heard at once. One that is silent, as that of a cluster is whose pods were lost with
 * their node, has libc wait for a minute and longer, and ZooKeeper looks up its members' names while it holds the locks that
 * elections need ({@code QuorumCnxManager.connectOne}, {@code QuorumPeer.configFromString}): all the time nobody is elected, though all
 * members are connected with each other. So whoever asks for a name that was found before waits a moment only. The question goes
 * on meanwhile; until it has an answer, whoever asks the same is told at once what the name was last.
 */
final class RememberedNames {

    /** Asks a name server, for as long as that takes. */
    interface Lookup {
        List<InetAddress> find() throws UnknownHostException;
    }

    /** A name, and which addresses of it are wanted. */
    private record Question(String host, int characteristics) {}

    private static final int MOST_NAMES = 1000;

    private final Duration patience;
    private final Map<Question, Name> names = new LinkedHashMap<>(16, 0.75F, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Name> eldest) {
            return size() > MOST_NAMES;
        }
    };

    /** @param patience how long to wait for a name that was found before */
    RememberedNames(Duration patience) {
        this.patience = patience;
    }

    /**
     * The addresses of a name.
     *
     * @throws UnknownHostException where there is an answer, and it is that there are none; never for want of one where the name was
     *     found before
     */
    List<InetAddress> find(String host, int characteristics, Lookup lookup) throws UnknownHostException {
        Name name;
        synchronized (names) {
            name = names.computeIfAbsent(new Question(host, characteristics), question -> new Name(host));
        }
        return name.find(lookup);
    }

    private final class Name {

        private final String host;
        private Optional<List<InetAddress>> last = Optional.empty();
        private Optional<CompletableFuture<List<InetAddress>>> underWay = Optional.empty();
        private boolean isOverdue;

        private Name(String host) {
            this.host = host;
        }

        private List<InetAddress> find(Lookup lookup) throws UnknownHostException {
            CompletableFuture<List<InetAddress>> answer;
            Optional<List<InetAddress>> before;
            boolean isWorthWaiting;
            synchronized (this) {
                answer = underWay.orElseGet(() -> ask(lookup));
                before = last;
                isWorthWaiting = !isOverdue;
            }
            if (before.isEmpty()) {
                return await(answer);
            }
            if (!isWorthWaiting && !answer.isDone()) {
                return before.get();
            }
            try {
                answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                goOnWithout(before.get());
                return before.get();
            } catch (ExecutionException e) {
                // told below
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return before.get();
            }
            return await(answer);
        }

        private CompletableFuture<List<InetAddress>> ask(Lookup lookup) {
            CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
            underWay = Optional.of(answer);
            isOverdue = false;
            Thread.ofPlatform()
                    .daemon()
                    .inheritInheritableThreadLocals(false)
                    .name("name-" + host)
                    .start(() -> {
                        try {
                            end(Optional.of(lookup.find()));
                            answer.complete(last());
                        } catch (UnknownHostException | RuntimeException | Error e) {
                            end(Optional.empty());
                            answer.completeExceptionally(e);
                        }
                    });
            return answer;
        }

        private synchronized List<InetAddress> last() {
            return last.orElseThrow();
        }

        private synchronized void end(Optional<List<InetAddress>> found) {
            last = found.or(() -> last);
            underWay = Optional.empty();
        }

        private synchronized void goOnWithout(List<InetAddress> addresses) {
            if (!isOverdue) {
                LoggerFactory.getLogger(RememberedNames.class) // not before: logging may ask for names while it begins
                        .warn("the name server does not say what {} is; goes on with what it was: {}", host, addresses);
            }
            isOverdue = true;
        }

        private static List<InetAddress> await(CompletableFuture<List<InetAddress>> answer)
                throws UnknownHostException {
            try {
                return answer.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownHostException unknown) {
                    throw unknown;
                }
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                UnknownHostException interrupted = new UnknownHostException("interrupted");
                interrupted.initCause(e);
                throw interrupted;
            }
        }
    }
}
