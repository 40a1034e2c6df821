package io.arkeeper.bundle.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what {@code docker login} or {@code podman login} left behind, so that nobody types a password twice. */
public final class DockerConfig {

    private static final String SCHEME = "^https?://";

    private final List<Path> files;

    /** @param files the first that knows the registry decides; missing ones are passed over */
    public DockerConfig(List<Path> files) {
        this.files = List.copyOf(files);
    }

    /** The places where docker, podman and skopeo look. */
    public static DockerConfig usual(Map<String, String> environment, Path home) {
        Stream<Path> explicit =
                Stream.ofNullable(environment.get("REGISTRY_AUTH_FILE")).map(Path::of);
        Stream<Path> docker = Stream.of(Optional.ofNullable(environment.get("DOCKER_CONFIG"))
                .map(Path::of)
                .orElse(home.resolve(".docker"))
                .resolve("config.json"));
        Stream<Path> podman = Stream.ofNullable(environment.get("XDG_RUNTIME_DIR"))
                .map(directory -> Path.of(directory, "containers", "auth.json"));
        return new DockerConfig(
                Stream.of(explicit, podman, docker).flatMap(each -> each).toList());
    }

    public Optional<Credentials> find(RegistryAddress registry) {
        for (Path file : files) {
            Optional<Credentials> found =
                    Files.isRegularFile(file) ? in(file.toString(), bytes(file), registry) : Optional.empty();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /**
     * What such a file says of a registry, wherever it is kept.
     *
     * @param file what to call it in messages
     */
    public static Optional<Credentials> in(String file, byte[] json, RegistryAddress registry) {
        JsonObject config = JsonObject.read(file, json);
        JsonObject auths = config.optionalObject("auths").orElse(new JsonObject(file + ": auths", Map.of()));
        Optional<String> key = bestKey(auths, registry);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        JsonObject entry = auths.object(key.get());
        if (entry.members().isEmpty()) {
            throw new BundleFailure(
                    BundleFailure.Kind.ENVIRONMENT,
                    ("%s keeps the password of %s in a credential helper, which is not run;"
                                    + " give --username and --password-stdin")
                            .formatted(file, registry.host()));
        }
        return Optional.of(credentials(file, entry));
    }

    /** Podman's files know paths too: the longest that fits wins. */
    private static Optional<String> bestKey(JsonObject auths, RegistryAddress registry) {
        String wanted = registry.toString();
        return auths.names().stream()
                .filter(key -> {
                    String bare = bare(key);
                    return wanted.equals(bare) || wanted.startsWith(bare + "/");
                })
                .max((one, other) ->
                        Integer.compare(bare(one).length(), bare(other).length()));
    }

    private static String bare(String key) {
        return key.replaceFirst(SCHEME, "").replaceFirst("/v[12]/?$", "").replaceFirst("/+$", "");
    }

    private static Credentials credentials(String file, JsonObject entry) {
        String identityToken = entry.optionalText("identitytoken").orElse("");
        Optional<String> auth = entry.optionalText("auth").filter(text -> !text.isEmpty());
        if (auth.isEmpty()) {
            return new Credentials(
                    entry.optionalText("username").orElse(""),
                    entry.optionalText("password").orElse(""),
                    identityToken);
        }
        String decoded = decoded(file, auth.get());
        int colon = decoded.indexOf(':');
        if (colon < 0) {
            throw damaged(file);
        }
        return new Credentials(decoded.substring(0, colon), decoded.substring(colon + 1), identityToken);
    }

    private static String decoded(String file, String auth) {
        try {
            return new String(Base64.getDecoder().decode(auth), UTF_8).replaceFirst("\u0000+$", "");
        } catch (IllegalArgumentException e) {
            throw damaged(file);
        }
    }

    private static BundleFailure damaged(String file) {
        return new BundleFailure(
                BundleFailure.Kind.BAD_INPUT,
                "%s has an auth that is not base64 of USER:PASSWORD; log in again".formatted(file));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BundleFailure(
                    BundleFailure.Kind.ENVIRONMENT, "%s cannot be read; check its permissions".formatted(file), e);
        }
    }
}
