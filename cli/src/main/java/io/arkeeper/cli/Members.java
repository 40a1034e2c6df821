package io.arkeeper.cli;

import io.arkeeper.cli.local.EnsembleHealth;
import io.arkeeper.cli.local.Instance;
import io.arkeeper.cli.local.MemberView;
import io.arkeeper.cli.local.MembershipChange;
import io.arkeeper.cli.local.MembershipView;
import io.arkeeper.cli.local.PodStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Asks all members of a local ensemble at once what they say of themselves. */
final class Members {

    static final Duration PATIENCE = Duration.ofSeconds(2); // a paused member answers never, a busy one soon

    private Members() {}

    /** By pod, those that answered, in the order of the pods. */
    static Map<String, MemberView> ask(Instance instance) {
        return ask(instance, PATIENCE);
    }

    /** What the leader among those that answered does about the membership, while that is not as it should be. */
    static Optional<MembershipView> membership(Instance instance, Map<String, MemberView> answers) {
        Collection<MemberView> views = answers.values();
        boolean isAsItShouldBe = MembershipChange.of(instance.wanted(), EnsembleHealth.config(views), Optional.empty())
                .isEmpty();
        Optional<MemberView> leader =
                EnsembleHealth.of(views, instance.servers()).leader().filter(known -> !isAsItShouldBe);
        return leader.flatMap(known -> instance.pods().stream()
                .filter(pod -> pod.pod().equals(known.name()))
                .findFirst()
                .flatMap(pod -> MembershipView.ask(pod.address(), instance.port(Instance.HTTP), PATIENCE)));
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
