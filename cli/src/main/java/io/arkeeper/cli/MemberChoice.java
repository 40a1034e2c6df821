package io.arkeeper.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which member a session is opened with: the one that is asked for, otherwise the first that serves. */
final class MemberChoice {

    private final ReleaseName name;
    private final List<Candidate> candidates;

    /**
     * A member.
     *
     * @param state what it is up to, a sentence without a full stop
     */
    record Candidate(String pod, boolean serves, String state) {

        String line() {
            return pod + ": " + state;
        }
    }

    MemberChoice(ReleaseName name, List<Candidate> candidates) {
        this.name = name;
        this.candidates = List.copyOf(candidates);
    }

    /**
     * @param asked a pod or its ordinal
     * @throws CommandFailure where it is not there, or does not serve
     */
    String choose(Optional<String> asked) {
        return asked.map(this::serving).orElseGet(this::firstServing);
    }

    private String serving(String asked) {
        Candidate found = candidates.stream()
                .filter(candidate ->
                        candidate.pod().equals(asked) || candidate.pod().endsWith("-" + asked))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.BAD_INPUT,
                        "no member is called %s, there are %s"
                                .formatted(
                                        asked,
                                        candidates.stream().map(Candidate::pod).collect(Collectors.joining(", ")))));
        if (!found.serves()) {
            throw new CommandFailure(
                    ExitCode.NO_QUORUM,
                    "%s is not ready (%s), so it opens no session; leave --member out, and one that is ready is taken"
                            .formatted(found.pod(), found.state()));
        }
        return found.pod();
    }

    private String firstServing() {
        return candidates.stream()
                .filter(Candidate::serves)
                .map(Candidate::pod)
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.NO_QUORUM,
                        "no member of %s is ready, so none opens a session: %s"
                                .formatted(
                                        name,
                                        candidates.stream().map(Candidate::line).collect(Collectors.joining("; ")))));
    }
}
