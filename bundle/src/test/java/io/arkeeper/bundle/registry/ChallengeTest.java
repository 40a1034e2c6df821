package io.arkeeper.bundle.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ChallengeTest {

    @Test
    void aTokenChallengeHasARealmAServiceAndAScope() {
        assertThat(
                        Challenge.parse(
                                "Bearer realm=\"https://auth.example.com/token\", service=\"reg\",scope=\"repository:a/b:pull,push\""))
                .contains(new Challenge(
                        "bearer",
                        new TreeMap<>(Map.of(
                                "realm", "https://auth.example.com/token",
                                "service", "reg",
                                "scope", "repository:a/b:pull,push"))));
    }

    @Test
    void aTokenIsPreferredToAPassword() {
        assertThat(Challenge.best(List.of("Negotiate", "Basic realm=\"x\"", "Bearer realm=\"y\"")))
                .contains(new Challenge("bearer", new TreeMap<>(Map.of("realm", "y"))));
    }

    @Test
    void whatWeCannotDoIsPassedOver() {
        assertThat(Challenge.best(List.of("Negotiate", "Digest realm=\"x\""))).isEmpty();
        assertThat(Challenge.parse("Basic")).contains(new Challenge("basic", new TreeMap<>()));
    }
}
