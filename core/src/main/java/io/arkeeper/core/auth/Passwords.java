package io.arkeeper.core.auth;

import io.arkeeper.core.InvalidSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Users with their passwords, as a Secret holds them. No sentence of its ever tells a password.
 *
 * @param byUser each user's password
 */
public record Passwords(SortedMap<String, String> byUser) {

    /** ZooKeeper lets whoever is called so do everything with what has any SASL user in its ACL. */
    private static final String SUPERUSER = "super";

    private static final int SHORTEST = 12;
    private static final int FEWEST_DIFFERENT = 5;

    public Passwords {
        byUser = Collections.unmodifiableSortedMap(new TreeMap<>(byUser));
    }

    /**
     * Takes the keys of a Secret for users and their values for passwords, without a newline at their end, which editors add.
     *
     * @throws InvalidSettings with all that is wrong
     */
    public static Passwords parse(Map<String, String> entries) {
        List<String> problems = new ArrayList<>();
        SortedMap<String, String> users = new TreeMap<>();
        entries.forEach((user, value) -> users.put(user, value.replaceFirst("\\r?\\n$", "")));
        if (users.isEmpty()) {
            problems.add("there are no users, expected a key with a password for each; add one");
        }
        users.forEach((user, password) -> {
            name(user, problems);
            strength(user, password, problems);
        });
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
        return new Passwords(users);
    }

    private static void name(String user, List<String> problems) {
        if (user.equals(SUPERUSER)) {
            problems.add(
                    "there is a user super, expected another name, because ZooKeeper would let it do everything; rename it");
        } else if (!user.matches("[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?")) {
            problems.add(
                    "there is a user '%s', expected at most 64 letters, digits, dots, hyphens and underscores; rename it"
                            .formatted(user));
        }
    }

    private static void strength(String user, String password, List<String> problems) {
        if (password.isEmpty()) {
            problems.add("the user %s has no password; give it one of %d characters or more".formatted(user, SHORTEST));
        } else if (password.codePoints().anyMatch(Character::isISOControl)) {
            problems.add("the password of %s has a control character, such as a newline, in it; make another"
                    .formatted(user));
        } else if (password.codePointCount(0, password.length()) < SHORTEST) {
            problems.add(
                    "the password of %s has fewer than %d characters; make a longer one, such as by openssl rand -base64 18"
                            .formatted(user, SHORTEST));
        } else if (password.codePoints().distinct().count() < FEWEST_DIFFERENT
                || password.toLowerCase(Locale.ROOT)
                                .replace(user.toLowerCase(Locale.ROOT), "")
                                .length()
                        < SHORTEST / 2) {
            problems.add(
                    "the password of %s can be guessed, it is little more than a repetition or the user's name; make another,"
                                    .formatted(user)
                            + " such as by openssl rand -base64 18");
        }
    }

    /** Says who there is, and no more. */
    @Override
    public String toString() {
        return String.join(", ", byUser.keySet());
    }
}
