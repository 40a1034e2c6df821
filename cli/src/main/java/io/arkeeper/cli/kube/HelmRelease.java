package io.arkeeper.cli.kube;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.local.release.Tree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The newest revision of a release as Helm keeps it in a Secret: read without Helm.
 *
 * @param status Helm's word, e.g. deployed, failed, pending-install
 * @param changedAt when this revision was made
 * @param description Helm's words about it, e.g. why it failed
 * @param values what the user gave, without the chart's defaults
 * @param manifest what was rendered
 */
public record HelmRelease(
        int revision,
        String status,
        String chart,
        Instant changedAt,
        String description,
        Map<String, Object> values,
        String manifest) {

    public static final String DEPLOYED = "deployed";

    private static final String UNINSTALLING = "uninstalling";
    private static final String UNINSTALLED = "uninstalled"; // with --keep-history of Helm's

    /** The command that goes on with a release which Helm has left half-way. */
    public enum Remedy {
        /** nothing is half-way */
        NONE,
        /** there never was more than an attempt, so it may be cleaned up and made anew */
        INSTALL,
        /** members may serve, so what failed is given again and nothing is taken down */
        UPGRADE,
        /** somebody wanted it gone */
        UNINSTALL
    }

    /** The path of the Secrets of all revisions of a release. */
    static String path(String namespace, String name) {
        return "/api/v1/namespaces/%s/secrets?labelSelector=owner%%3Dhelm,name%%3D%s".formatted(namespace, name);
    }

    /** The path of this revision's own Secret. */
    public String secret(String namespace, String name) {
        return "/api/v1/namespaces/%s/secrets/sh.helm.release.v1.%s.v%d".formatted(namespace, name, revision);
    }

    static Optional<HelmRelease> newestOf(List<Tree> secrets) {
        return secrets.stream()
                .max(Comparator.comparingInt(HelmRelease::version))
                .map(secret -> of(secret.tree("data").requiredText("release")));
    }

    /** The same without a change that is under way, or was interrupted. */
    static Optional<HelmRelease> newestEndedOf(List<Tree> secrets) {
        return secrets.stream()
                .sorted(Comparator.comparingInt(HelmRelease::version).reversed())
                .map(secret -> of(secret.tree("data").requiredText("release")))
                .filter(release -> !release.isPending())
                .findFirst();
    }

    private static int version(Tree secret) {
        return Integer.parseInt(
                secret.tree("metadata").tree("labels").text("version").orElse("0"));
    }

    /** Base64 by Kubernetes around base64 by Helm around gzip around JSON. */
    private static HelmRelease of(String data) {
        byte[] packed = Base64.getDecoder().decode(Base64.getDecoder().decode(data));
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            String json = new String(unpacked.readAllBytes(), StandardCharsets.UTF_8);
            return of(Tree.of("release", JSON.std.mapFrom(json)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static HelmRelease of(Tree release) {
        Tree info = release.tree("info");
        Tree chart = release.tree("chart").tree("metadata");
        return new HelmRelease(
                release.number("version", 1),
                info.text("status").orElse("unknown"),
                chart.text("name").orElse("?") + "-" + chart.text("version").orElse("?"),
                info.text("last_deployed")
                        .map(text -> OffsetDateTime.parse(text).toInstant())
                        .orElse(Instant.EPOCH),
                info.text("description").orElse(""),
                release.tree("config").asMap(),
                release.text("manifest").orElse(""));
    }

    public boolean isDeployed() {
        return status.equals(DEPLOYED);
    }

    /** Helm was interrupted in the middle of a change, or is at it right now. */
    public boolean isPending() {
        return status.startsWith("pending-") || status.equals(UNINSTALLING);
    }

    /** Helm keeps its history, and nothing else of it is there. */
    public boolean isUninstalled() {
        return status.equals(UNINSTALLED);
    }

    /** Only the first revision can be nothing but an attempt: behind every later one there may be members that serve. */
    public Remedy remedy() {
        return switch (status) {
            case DEPLOYED -> Remedy.NONE;
            case UNINSTALLING -> Remedy.UNINSTALL;
            case UNINSTALLED -> Remedy.INSTALL;
            case "failed", "pending-install" -> revision == 1 ? Remedy.INSTALL : Remedy.UPGRADE;
            default -> Remedy.UPGRADE;
        };
    }

    /** What Helm's word means to a person; empty where all is well. */
    public Optional<String> trouble() {
        return switch (status) {
            case DEPLOYED -> Optional.empty();
            case "pending-install" ->
                Optional.of("Its installation was begun at %s and has not ended.".formatted(changedAt));
            case "pending-upgrade", "pending-rollback" ->
                Optional.of("Its upgrade was begun at %s and has not ended.".formatted(changedAt));
            case UNINSTALLING -> Optional.of("Its removal was begun at %s and has not ended.".formatted(changedAt));
            case "failed" -> Optional.of("Its last change failed: %s.".formatted(description));
            default -> Optional.of("Helm calls it %s.".formatted(status));
        };
    }
}
