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
    private final CountDownLatch asked = new CountDownLatch(1);

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
        asked.countDown();
        return lateAnswer.join();
    }

    private static List<InetAddress> unknown() throws UnknownHostException {
        throw new UnknownHostException("zk-0.zk");
    }

    @Test
    void aNameThatWasNeverFoundIsWaitedFor() throws Exception {
        FutureTask<List<InetAddress>> found = new FutureTask<>(() -> find(new RememberedNames(SHORT), this::silent));
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
        asked.await();
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
    void thatThereIsNoSuchNameIsHeardAtOnce() throws Exception {
        RememberedNames names = new RememberedNames(LONG);
        find(names, () -> BEFORE);

        assertThatThrownBy(() -> find(names, RememberedNamesTest::unknown))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("zk-0.zk");
    }

    @Test
    void nobodyWaitsEitherForANameThatWasNotKnownBefore() {
        RememberedNames names = new RememberedNames(SHORT);
        assertThatThrownBy(() -> find(names, RememberedNamesTest::unknown)).isInstanceOf(UnknownHostException.class);

        assertThatThrownBy(() -> find(names, this::silent)).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void manyNamesThatAreNotKnownPushOutNoneThatIs() throws Exception {
        RememberedNames names = new RememberedNames(SHORT);
        find(names, () -> BEFORE);
        for (int i = 0; i < 1100; i++) {
            String other = "other-" + i;
            assertThatThrownBy(() -> names.find(other, 0, RememberedNamesTest::unknown))
                    .isInstanceOf(UnknownHostException.class);
        }

        assertThat(find(names, this::silent)).isEqualTo(BEFORE);
    }
}
