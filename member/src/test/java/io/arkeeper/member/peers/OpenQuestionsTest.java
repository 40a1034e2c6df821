package io.arkeeper.member.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.MemberId;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OpenQuestionsTest {

    private static final MemberId PEER = new MemberId(2);

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final OpenQuestions<String> questions = new OpenQuestions<>(executor);

    @AfterEach
    void noThreadsAreLeft() {
        executor.shutdownNow();
    }

    @Test
    void whoAsksMeanwhileWaitsForTheSameAnswer() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        Future<String> first = questions.ask(PEER, () -> {
            answered.await();
            return "the first answer";
        });

        Future<String> second = questions.ask(PEER, () -> "the second answer");

        answered.countDown();
        assertThat(second).isSameAs(first);
        assertThat(second.get()).isEqualTo("the first answer");
        assertThat(questions.ask(new MemberId(3), () -> "another's").get()).isEqualTo("another's");
    }

    @Test
    void anAnswerThatNobodyWaitedForIsNotGivenToWhoeverAsksLater() throws Exception {
        questions.ask(PEER, () -> "of an hour ago").get();

        assertThat(questions.ask(PEER, () -> "of now").get()).isEqualTo("of now");
    }
}
