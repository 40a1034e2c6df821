package io.arkeeper.cli.kube;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Several questions at once: each is a journey to the API server, and they wait for nobody. */
public final class Questions {

    private Questions() {}

    public static <T> CompletableFuture<T> ask(Supplier<T> question) {
        return CompletableFuture.supplyAsync(
                question, task -> Thread.ofVirtual().start(task));
    }

    /** Waits for the answer; what the question threw is thrown here. */
    public static <T> T answer(CompletableFuture<T> asked) {
        try {
            return asked.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
