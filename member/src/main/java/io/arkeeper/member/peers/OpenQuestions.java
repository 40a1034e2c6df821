package io.arkeeper.member.peers;

import io.arkeeper.core.MemberId;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * The questions that are under way, one per peer at most: a name server that hangs must not pile up threads.
 *
 * <p>Whoever asks while a question is under way waits for the same answer. An answer that came after everybody had stopped
 * waiting is never given to somebody who asks later: it may be hours old by then.
 */
final class OpenQuestions<T> {

    private final Map<MemberId, Future<T>> underWay = new ConcurrentHashMap<>();
    private final ExecutorService executor;

    OpenQuestions(ExecutorService executor) {
        this.executor = executor;
    }

    Future<T> ask(MemberId peer, Callable<T> question) {
        return underWay.compute(
                peer, (id, before) -> before == null || before.isDone() ? executor.submit(question) : before);
    }
}
