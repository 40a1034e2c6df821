package io.arkeeper.bundle.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Turns a registry's challenge into what it wants to see: the password itself, or a token from where it points to. */
final class Authorizer {

    private static final String CLIENT = "arkeeper";

    private final RegistryAddress registry;
    private final Optional<Credentials> credentials;
    private final Wire wire;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    Authorizer(RegistryAddress registry, Optional<Credentials> credentials, Wire wire) {
        this.registry = registry;
        this.credentials = credentials;
        this.wire = wire;
    }

    /** What was accepted for this repository before. */
    Optional<String> known(String repository) {
        return Optional.ofNullable(known.get(repository));
    }

    /** Answers a challenge; empty where we have nothing to answer with. */
    Optional<String> answer(Challenge challenge, String repository, List<String> scopes)
            throws IOException, InterruptedException {
        Optional<String> header =
                switch (challenge.scheme()) {
                    case "basic" ->
                        credentials.filter(each -> !each.isIdentityToken()).map(Credentials::basic);
                    case "bearer" -> Optional.of("Bearer " + token(challenge, scopes));
                    default -> Optional.empty();
                };
        header.ifPresent(value -> known.put(repository, value));
        return header;
    }

    private String token(Challenge challenge, List<String> scopes) throws IOException, InterruptedException {
        URI realm = realm(challenge);
        Map<String, String> form = new LinkedHashMap<>();
        challenge.parameter("service").ifPresent(service -> form.put("service", service));
        form.put("client_id", CLIENT);
        Answer answer = wire.patiently(
                credentials.filter(Credentials::isIdentityToken).isPresent()
                        ? refresh(realm, form, scopes)
                        : ask(realm, form, scopes));
        if (answer.status() == 401 || answer.status() == 403) {
            throw new BundleFailure(
                    BundleFailure.Kind.DENIED,
                    "%s gives no token for registry %s (%s); give --username and --password-stdin, or log in again"
                            .formatted(realm.getHost(), registry.host(), answer.inWords()));
        }
        if (answer.status() != 200) {
            throw new BundleFailure(
                    BundleFailure.Kind.REGISTRY,
                    "%s gives no token for registry %s (%s); try again later"
                            .formatted(realm.getHost(), registry.host(), answer.inWords()));
        }
        JsonObject json = JsonObject.read("the token from " + realm.getHost(), answer.body());
        return json.optionalText("token")
                .or(() -> json.optionalText("access_token"))
                .orElseThrow(() -> new BundleFailure(
                        BundleFailure.Kind.REGISTRY,
                        "%s answers without a token for registry %s".formatted(realm.getHost(), registry.host())));
    }

    private URI realm(Challenge challenge) {
        String text = challenge.parameter("realm").orElse("");
        try {
            URI realm = registry.base().resolve(text);
            // A password must not leave in the clear because a header says so.
            if (realm.getHost() != null && (registry.plain() || "https".equals(realm.getScheme()))) {
                return realm;
            }
        } catch (IllegalArgumentException e) {
            // falls through to the refusal
        }
        throw new BundleFailure(
                BundleFailure.Kind.REGISTRY,
                "registry %s sends us for a token to '%s', expected an https address"
                        .formatted(registry.host(), text.replaceAll("[\\p{Cc}\\p{Cf}]", " ")));
    }

    /** Each scope is a parameter of its own here. */
    private Call ask(URI realm, Map<String, String> form, List<String> scopes) {
        credentials.ifPresent(each -> form.put("account", each.user()));
        String separator = realm.getRawQuery() == null ? "?" : "&";
        Call call = Call.of(
                "GET",
                URI.create(realm + separator + encoded(form) + "&"
                        + scopes.stream()
                                .map(scope -> "scope=" + URLEncoder.encode(scope, UTF_8))
                                .collect(Collectors.joining("&"))));
        return credentials.map(each -> call.with("Authorization", each.basic())).orElse(call);
    }

    /** OAuth has one scope of several words. */
    private Call refresh(URI realm, Map<String, String> form, List<String> scopes) {
        form.put("scope", String.join(" ", scopes));
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", credentials.orElseThrow().identityToken());
        return Call.of("POST", realm)
                .with("Content-Type", "application/x-www-form-urlencoded")
                .carrying(bytes(encoded(form).getBytes(UTF_8)));
    }

    static Call.Body bytes(byte[] bytes) {
        return new Call.Body() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public long transferTo(WritableByteChannel out, long offset, long count) throws IOException {
                return out.write(ByteBuffer.wrap(bytes, Math.toIntExact(offset), Math.toIntExact(count)));
            }
        };
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }
}
