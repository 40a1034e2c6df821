package io.arkeeper.core.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.core.InvalidSettings;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordsTest {

    private static final String GOOD = "correct horse 9";

    @Test
    void keysAreUsersAndValuesTheirPasswords_withoutTheNewlineThatEditorsAdd() {
        assertThat(Passwords.parse(Map.of("solr", GOOD + "\n", "ch-1.a_b", GOOD + "\r\n"))
                        .byUser())
                .isEqualTo(Map.of("solr", GOOD, "ch-1.a_b", GOOD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abcde1234567", "päßwörter-äöü", "a password with spaces"})
    void passwordsThatAreHardToGuess_areTaken(String password) {
        assertThat(Passwords.parse(Map.of("solr", password)).byUser()).containsEntry("solr", password);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            solr  | ''            | the user solr has no password; give it one of 12 characters or more
            solr  | short-1-two   | the password of solr has fewer than 12 characters; make a longer one, such as by openssl rand -base64 18
            solr  | aaaaaaaabbbb1 | the password of solr can be guessed, it is little more than a repetition or the user's name; make another, such as by openssl rand -base64 18
            solr  | SolrSolrSolr1 | the password of solr can be guessed, it is little more than a repetition or the user's name; make another, such as by openssl rand -base64 18
            super | correct-horse | there is a user super, expected another name, because ZooKeeper would let it do everything; rename it
            a/b   | correct-horse | there is a user 'a/b', expected at most 64 letters, digits, dots, hyphens and underscores; rename it
            """)
    void whatIsNoGoodIsRefused_withoutThePassword(String user, String password, String problem) {
        assertThatThrownBy(() -> Passwords.parse(Map.of(user, password)))
                .asInstanceOf(InstanceOfAssertFactories.type(InvalidSettings.class))
                .extracting(InvalidSettings::problems, InstanceOfAssertFactories.list(String.class))
                .containsExactly(problem);
    }

    @Test
    void newlinesWithinAreRefused_andSoIsNobody() {
        assertThatThrownBy(() -> Passwords.parse(Map.of("solr", "correct\nhorse\nbattery\n\n")))
                .hasMessageContaining("control character");
        assertThatThrownBy(() -> Passwords.parse(Map.of())).hasMessageContaining("there are no users");
    }

    @Test
    void passwordsAreNotTold() {
        assertThat(Passwords.parse(Map.of("solr", GOOD, "app", GOOD))).hasToString("app, solr");
    }
}
