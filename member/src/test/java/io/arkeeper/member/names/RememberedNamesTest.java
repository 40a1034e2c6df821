package io.arkeeper.member.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RememberedNamesTest {

    private static final List<InetAddress> BEFORE = List.of(InetAddress.ofLiteral("10.0.0.1"));
    private static final List<InetAddress> AFTER = List.of(InetAddress.ofLiteral("10.0.0.2"));
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final CompletableFuture<List<InetAddress>> lateAnswer = new CompletableFuture<>();
    private final AtomicInteger questions = new AtomicInteger();

    @AfterEach
    void letAllGo() {
        lateAnswer.complete(AFTER);
    }

    private static List<InetAddress> find(RememberedNames names, RememberedNames.Lookup lookup)
            throws UnknownHostException {
        return names.find("zk-0.zk", 0, lookup);
    }

    private List<InetAddress> silent() {
        questions.incrementAndGet();
        return lateAnswer.join();
    }

    private static List<InetAddress> unknown() throws UnknownHostException {
        throw new UnknownHostException("zk-0.zk");
    }

    @Test
    void aNameThatWasNeverFoundIsWaitedFor() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        FutureTask<List<InetAddress>> found = new FutureTask<>(() -> find(new RememberedNames(SHORT), () -> {
            asked.countDown();
            return silent();
        }));
        Thread.ofVirtual().start(found);
        asked.await();
        lateAnswer.complete(BEFORE);

        assertThat(found.get()).isEqualTo(BEFORE);
    }

    @Test
    void whatItWasIsToldWhereNobodyAnswers_andOnlyOneQuestionIsOnItsWay() throws Exception {
        RememberedNames names = new RememberedNames(SHORT);
        find(names, () -> BEFORE);

        assertThat(find(names, this::silent)).isEqualTo(BEFORE);
        assertThat(find(names, this::silent)).isEqualTo(BEFORE);
        assertThat(questions).hasValue(1);
    }

    @Test
    void anotherNameIsNotTakenForIt() throws Exception {
        RememberedNames names = new RememberedNames(SHORT);
        find(names, () -> BEFORE);
        find(names, this::silent);

        assertThat(names.find("zk-1.zk", 0, () -> AFTER)).isEqualTo(AFTER);
        assertThat(names.find("zk-0.zk", 1, () -> AFTER)).isEqualTo(AFTER);
    }

    @Test
    void anAnswerThatComesLateIsRemembered() throws Exception {
        RememberedNames names = new RememberedNames(SHORT);
        find(names, () -> BEFORE);
        find(names, this::silent);
        lateAnswer.complete(AFTER);

        CompletableFuture<List<InetAddress>> never = new CompletableFuture<>();
        List<InetAddress> found = BEFORE;
        while (found.equals(BEFORE)) {
            found = find(names, never::join);
        }
        assertThat(found).isEqualTo(AFTER);
        never.complete(AFTER);
    }

    @Test
    void anAnswerInTimeReplacesWhatItWas() throws Exception {
        RememberedNames names = new RememberedNames(LONG);
        find(names, () -> BEFORE);

        assertThat(find(names, () -> AFTER)).isEqualTo(AFTER);
    }

    @Test
    void thatThereIsNoSuchNameIsHeardAtOnce_andForgetsNothing() throws Exception {
        RememberedNames names = new RememberedNames(LONG);
        find(names, () -> BEFORE);

        assertThatThrownBy(() -> find(names, RememberedNamesTest::unknown)).isInstanceOf(UnknownHostException.class);

        RememberedNames impatient = new RememberedNames(SHORT);
        find(impatient, () -> BEFORE);
        assertThatThrownBy(() -> {
                    while (find(impatient, RememberedNamesTest::unknown).equals(BEFORE)) {
                        assertThat(questions).hasValue(0);
                    }
                })
                .isInstanceOf(UnknownHostException.class);
        assertThat(find(impatient, this::silent)).isEqualTo(BEFORE);
    }
}
