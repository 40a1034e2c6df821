package io.arkeeper.bundle.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.testing.FakeRegistry;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who may push, and where a blob may come from. */
final class PushCredentialsTest extends PushFixture {

    @Test
    void basicCredentialsAreSentWhenAskedFor() throws Exception {
        registry.demand(
                "Basic realm=\"x\"", "Basic " + Base64.getEncoder().encodeToString("ann:s3cret".getBytes(UTF_8)));

        assertThat(pushAs(Optional.of(new Credentials("ann", "s3cret"))).sent()).isPositive();
    }

    @Test
    void aTokenIsFetchedFromWhereTheRegistryPoints() throws Exception {
        try (FakeRegistry realm = new FakeRegistry()) {
            realm.play(exchange -> FakeRegistry.answer(exchange, 200, "{\"token\":\"t0ken\"}"));
            registry.demand("Bearer realm=\"http://%s/token\",service=\"reg\"".formatted(realm.host()), "Bearer t0ken");

            assertThat(pushAs(Optional.of(new Credentials("ann", "s3cret"))).sent())
                    .isPositive();
        }
    }

    /** The token for a mount must be good for the repository that is read as well. */
    @Test
    void blobsAreMountedWhereTokensNameWhatTheyAreFor() throws Exception {
        push();
        try (FakeRegistry realm = new FakeRegistry()) {
            realm.play(exchange -> FakeRegistry.answer(
                    exchange,
                    200,
                    exchange.getRequestURI().getQuery().contains("scope=repository:" + REPOSITORY + ":pull")
                            ? "{\"token\":\"both\"}"
                            : "{\"token\":\"one\"}"));
            demandTokens(realm);

            PushReport report = pushMounting();

            assertThat(report.sent()).isZero();
            assertThat(report.mounted()).isPositive();
        }
    }

    @Test
    void aBlobThatMayNotBeMountedTravels() throws Exception {
        push();
        try (FakeRegistry realm = new FakeRegistry()) {
            realm.play(exchange -> FakeRegistry.answer(exchange, 200, "{\"token\":\"one\"}"));
            demandTokens(realm);

            PushReport report = pushMounting();

            assertThat(report.sent()).isPositive();
            assertThat(report.mounted()).isZero();
        }
    }

    @Test
    void wrongCredentialsAreDenied() {
        registry.demand("Basic realm=\"x\"", "Basic other");

        assertFails(
                () -> pushAs(Optional.of(new Credentials("ann", "wrong"))),
                BundleFailure.Kind.DENIED,
                "registry %s does not accept who we are for %s (401); give --username and --password-stdin, or log in with docker or podman"
                        .formatted(registry.host(), REPOSITORY));
    }

    @Test
    void aTokenRefusedIsDenied() throws Exception {
        try (FakeRegistry realm = new FakeRegistry()) {
            realm.play(exchange -> FakeRegistry.answer(exchange, 401, ""));
            registry.demand("Bearer realm=\"http://%s/token\"".formatted(realm.host()), "Bearer t0ken");

            assertFails(
                    this::push,
                    BundleFailure.Kind.DENIED,
                    "127.0.0.1 gives no token for registry %s (401); give --username and --password-stdin, or log in again"
                            .formatted(registry.host()));
        }
    }

    @Test
    void forbiddenIsDenied() {
        registry.play(exchange -> exchange.getRequestMethod().equals("POST")
                && FakeRegistry.answer(
                        exchange, 403, "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no\\npush\"}]}"));

        assertFails(
                this::push,
                BundleFailure.Kind.DENIED,
                "registry %s forbids %s (403: no push); ask for the permission, or give another path"
                        .formatted(registry.host(), REPOSITORY));
    }

    /** One token is enough for a repository, and none but that for both where one is mounted from. */
    private void demandTokens(FakeRegistry realm) {
        registry.play(exchange -> {
            String query = exchange.getRequestURI().getQuery();
            String shown = exchange.getRequestHeaders().getFirst("Authorization");
            boolean mounts = query != null && query.contains("from=");
            if ("Bearer both".equals(shown) || (!mounts && "Bearer one".equals(shown))) {
                return false;
            }
            exchange.getResponseHeaders()
                    .add("WWW-Authenticate", "Bearer realm=\"http://%s/token\"".formatted(realm.host()));
            return FakeRegistry.answer(exchange, 401, "");
        });
    }
}
