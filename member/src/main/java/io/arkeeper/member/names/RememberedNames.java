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
 * members are connected with each other. So whoever asks for a name that there was an answer for before waits a moment only. The
 * question goes on meanwhile; until it has an answer, whoever asks the same is told at once what the name was last.
 */
final class RememberedNames {

    /** Asks a name server, for as long as that takes. */
    interface Lookup {
        List<InetAddress> find() throws UnknownHostException;
    }

    /** A name, and which addresses of it are wanted. */
    private record Question(String host, int characteristics) {}

    /** Addresses, or why there are none. */
    private sealed interface Answer {
        record Found(List<InetAddress> addresses) implements Answer {}

        record None(Throwable reason) implements Answer {}

        default List<InetAddress> addresses(String host) throws UnknownHostException {
            return switch (this) {
                case Found found -> found.addresses();
                case None none -> {
                    UnknownHostException unknown = new UnknownHostException(
                            none.reason() instanceof UnknownHostException
                                    ? none.reason().getMessage()
                                    : host);
                    unknown.initCause(none.reason());
                    throw unknown;
                }
            };
        }
    }

    private static final int MOST_NAMES = 1000;

    private final Duration patience;
    private final Map<Question, Name> names = new LinkedHashMap<>(16, 0.75F, true); // used longest ago first

    /** @param patience how long to wait for a name that there was an answer for before */
    RememberedNames(Duration patience) {
        this.patience = patience;
    }

    /**
     * The addresses of a name.
     *
     * @throws UnknownHostException where there is an answer, and it is that there are none; where there is none in time, and the last one
     *     was that
     */
    List<InetAddress> find(String host, int characteristics, Lookup lookup) throws UnknownHostException {
        return name(new Question(host, characteristics)).find(lookup).addresses(host);
    }

    private Name name(Question question) {
        synchronized (names) {
            Name known = names.get(question);
            if (known != null) {
                return known;
            }
            if (names.size() >= MOST_NAMES) {
                forgetOne();
            }
            Name name = new Name(question.host());
            names.put(question, name);
            return name;
        }
    }

    /** One that was never found, if there is one: others may make a member look up whatever they like. */
    private void forgetOne() {
        Question victim = names.entrySet().stream()
                .filter(name -> !name.getValue().isFound())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> names.keySet().iterator().next());
        names.remove(victim);
    }

    private final class Name {

        private final String host;
        private Optional<Answer> last = Optional.empty();
        private Optional<CompletableFuture<Answer>> underWay = Optional.empty();
        private boolean isOverdue; // what is under way

        private Name(String host) {
            this.host = host;
        }

        private synchronized boolean isFound() {
            return last.filter(Answer.Found.class::isInstance).isPresent();
        }

        private Answer find(Lookup lookup) {
            CompletableFuture<Answer> answer;
            Optional<Answer> before;
            synchronized (this) {
                answer = underWay.orElseGet(() -> ask(lookup));
                before = last;
                if (isOverdue && before.isPresent() && !answer.isDone()) {
                    return before.get();
                }
            }
            try {
                return before.isPresent() ? answer.get(patience.toNanos(), TimeUnit.NANOSECONDS) : answer.get();
            } catch (TimeoutException e) {
                if (isFirstToGiveUp(answer)) {
                    tell(before.get());
                }
                return before.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return before.orElseGet(() -> new Answer.None(e));
            } catch (ExecutionException e) {
                return new Answer.None(e.getCause());
            }
        }

        private CompletableFuture<Answer> ask(Lookup lookup) {
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            Thread.ofPlatform()
                    .daemon()
                    .inheritInheritableThreadLocals(false)
                    .name("name-" + host)
                    .start(() ->
                            answer.complete(end(answer(lookup)))); // it ends after underWay is set: that takes the lock
            underWay = Optional.of(answer);
            isOverdue = false;
            return answer;
        }

        private static Answer answer(Lookup lookup) {
            try {
                return new Answer.Found(lookup.find());
            } catch (UnknownHostException | RuntimeException | Error e) {
                return new Answer.None(e);
            }
        }

        /** That a name is not known now does not make anybody forget what it was: not each such answer is one. */
        private synchronized Answer end(Answer answer) {
            if (answer instanceof Answer.Found || !isFound()) {
                last = Optional.of(answer);
            }
            underWay = Optional.empty();
            return answer;
        }

        private synchronized boolean isFirstToGiveUp(CompletableFuture<Answer> answer) {
            boolean isTheOne = underWay.filter(answer::equals).isPresent();
            boolean first = isTheOne && !isOverdue;
            isOverdue |= isTheOne;
            return first;
        }

        private void tell(Answer before) {
            String was = before instanceof Answer.Found(List<InetAddress> addresses) ? addresses.toString() : "unknown";
            LoggerFactory.getLogger(RememberedNames.class) // not earlier: logging may ask for names while it begins
                    .warn("the name server does not say what {} is; goes on with what it was: {}", host, was);
        }
    }
}
