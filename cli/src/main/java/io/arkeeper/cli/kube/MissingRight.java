package io.arkeeper.cli.kube;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A right that somebody lacks, found in the words of an API server; Helm passes these on as they are.
 *
 * @param user as in {@code user 'jane'}
 * @param right as in {@code create pods/exec}
 * @param place as in {@code in namespace zk}
 */
public record MissingRight(String user, String right, String place) {

    // pods "x" is forbidden: User "jane" cannot create resource "pods/exec" in API group "" in the namespace "kube-a"
    private static final Pattern WORDS = Pattern.compile(
            ".*(User \"[^\"]*\") cannot (\\S+) resource \"([^\"]+)\" in API group \"([^\"]*)\""
                    + "(?: in the namespace \"([^\"]+)\"| at the cluster scope)?.*",
            Pattern.DOTALL);

    /** Empty where the words are about something else. */
    public static Optional<MissingRight> in(String message) {
        Matcher words = WORDS.matcher(message);
        if (!words.matches()) {
            return Optional.empty();
        }
        String resource = words.group(4).isEmpty() ? words.group(3) : words.group(3) + "." + words.group(4);
        return Optional.of(new MissingRight(
                "u" + words.group(1).substring(1).replace('"', '\''),
                words.group(2) + " " + resource,
                Optional.ofNullable(words.group(5))
                        .map(namespace -> "in namespace " + namespace)
                        .orElse("in the whole cluster")));
    }

    /** For people. */
    public String sentence() {
        return "%s has no right to %s %s; ask for a Role that allows it".formatted(user, right, place);
    }

    /** The same where it is known by which context of the kubeconfig they came. */
    String sentence(String context) {
        return new MissingRight("%s of context '%s'".formatted(user, context), right, place).sentence();
    }
}
