package io.arkeeper.cli;

import io.arkeeper.cli.local.Instance;
import io.arkeeper.cli.local.MemberView;
import io.arkeeper.cli.local.PodStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Asks all members of a local ensemble at once what they say of themselves. */
final class Members {

    private static final Duration PATIENCE = Duration.ofSeconds(2); // a paused member answers never, a busy one soon

    private Members() {}

    /** By pod, those that answered, in the order of the pods. */
    static Map<String, MemberView> ask(Instance instance) {
        return ask(instance, PATIENCE);
    }

    static Map<String, MemberView> ask(Instance instance, Duration patience) {
        int port = instance.port(Instance.HTTP);
        Map<String, CompletableFuture<Optional<MemberView>>> asked = new LinkedHashMap<>();
        for (PodStatus pod : instance.pods()) {
            asked.put(
                    pod.pod(),
                    CompletableFuture.supplyAsync(
                            () -> MemberView.ask(pod.address(), port, patience),
                            task -> Thread.ofVirtual().start(task)));
        }
        Map<String, MemberView> answers = new LinkedHashMap<>();
        asked.forEach((pod, answer) -> answer.join().ifPresent(view -> answers.put(pod, view)));
        return answers;
    }
}
