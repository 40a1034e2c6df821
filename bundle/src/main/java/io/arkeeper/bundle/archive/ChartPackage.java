package io.arkeeper.bundle.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The chart as {@code helm package} makes it, except that the same files give the same bytes. */
final class ChartPackage {

    private static final String METADATA = "Chart.yaml";
    private static final String IGNORE = ".helmignore";

    private final SortedMap<String, byte[]> files;
    private final Map<?, ?> metadata;

    private ChartPackage(SortedMap<String, byte[]> files, Map<?, ?> metadata) {
        this.files = files;
        this.metadata = metadata;
    }

    static ChartPackage read(Path directory) throws IOException {
        if (!Files.isRegularFile(directory.resolve(METADATA))) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT, "%s is no chart: it has no Chart.yaml".formatted(directory));
        }
        List<PathMatcher> ignored = ignored(directory.resolve(IGNORE));
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path file : found.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                Path relative = directory.relativize(file);
                if (!isIgnored(relative, ignored)) {
                    files.put(relative.toString(), Files.readAllBytes(file));
                }
            }
        }
        return new ChartPackage(files, yaml(directory.resolve(METADATA).toString(), files.get(METADATA)));
    }

    /** Names and globs of names; a trailing slash is no difference, for an ignored folder's files are ignored as well. */
    private static List<PathMatcher> ignored(Path file) throws IOException {
        List<PathMatcher> matchers = new ArrayList<>();
        List<String> lines = Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
        for (String line : lines) {
            String pattern = line.strip().replaceFirst("/$", "");
            if (pattern.startsWith("!") || pattern.contains("/")) {
                throw new BundleFailure(
                        BundleFailure.Kind.BAD_INPUT,
                        "%s has the pattern '%s', expected names and globs of names only".formatted(file, line));
            }
            if (!pattern.isEmpty() && !pattern.startsWith("#")) {
                matchers.add(FileSystems.getDefault().getPathMatcher("glob:" + pattern));
            }
        }
        return matchers;
    }

    private static boolean isIgnored(Path relative, List<PathMatcher> ignored) {
        for (Path part : relative) {
            if (ignored.stream().anyMatch(matcher -> matcher.matches(part))) {
                return true;
            }
        }
        return false;
    }

    static Map<?, ?> yaml(String place, byte[] bytes) {
        try {
            Object read =
                    new Load(LoadSettings.builder().setLabel(place).build()).loadFromString(new String(bytes, UTF_8));
            if (read instanceof Map<?, ?> map) {
                return map;
            }
        } catch (YamlEngineException e) {
            throw new BundleFailure(BundleFailure.Kind.BAD_INPUT, "%s is no YAML".formatted(place), e);
        }
        throw new BundleFailure(BundleFailure.Kind.BAD_INPUT, "%s is no YAML with names and values".formatted(place));
    }

    SortedMap<String, byte[]> files() {
        return Collections.unmodifiableSortedMap(files);
    }

    String name() {
        return text("name");
    }

    String version() {
        return text("version");
    }

    /** The name the chart's pods ask for where nobody sets a value. */
    String defaultImage() {
        Map<?, ?> values = yaml("values.yaml", files.getOrDefault("values.yaml", new byte[0]));
        if (values.get("image") instanceof Map<?, ?> image && image.get("repository") instanceof String repository) {
            Object registry = image.get("registry");
            String prefix = registry == null || registry.equals("") ? "" : registry + "/";
            Object tag = image.get("tag");
            return prefix + repository + ":" + (tag == null || tag.equals("") ? text("appVersion") : tag);
        }
        throw new BundleFailure(
                BundleFailure.Kind.BAD_INPUT, "the chart's values.yaml has no image.repository, expected its default");
    }

    private String text(String key) {
        if (metadata.get(key) instanceof String text) {
            return text;
        }
        throw new BundleFailure(BundleFailure.Kind.BAD_INPUT, "Chart.yaml has no '%s', expected text".formatted(key));
    }

    /** Chart.yaml as JSON, the configuration of Helm's artifact. */
    byte[] config() {
        return JsonWriter.bytes(sorted(metadata));
    }

    private static SortedMap<String, Object> sorted(Map<?, ?> map) {
        SortedMap<String, Object> sorted = new TreeMap<>();
        map.forEach((key, value) ->
                sorted.put(String.valueOf(key), value instanceof Map<?, ?> inner ? sorted(inner) : value));
        return sorted;
    }

    /** What Helm writes beside a chart that it pushes. */
    SortedMap<String, String> annotations(Instant created) {
        SortedMap<String, String> annotations = new TreeMap<>();
        if (metadata.get("annotations") instanceof Map<?, ?> own) {
            own.forEach((key, value) -> annotations.put(String.valueOf(key), String.valueOf(value)));
        }
        String prefix = "org.opencontainers.image.";
        annotations.put(prefix + "title", name());
        annotations.put(prefix + "version", version());
        annotations.put(prefix + "created", created.toString());
        if (metadata.get("description") instanceof String description) {
            annotations.put(prefix + "description", description);
        }
        if (metadata.get("home") instanceof String home) {
            annotations.put(prefix + "url", home);
        }
        if (metadata.get("sources") instanceof List<?> sources && !sources.isEmpty()) {
            annotations.put(prefix + "source", String.valueOf(sources.getFirst()));
        }
        return annotations;
    }

    /** The package: Chart.yaml first, because readers look for it, then the rest by name. */
    byte[] packed(Instant modified) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes), UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            put(tar, METADATA, files.get(METADATA), modified);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                if (!file.getKey().equals(METADATA)) {
                    put(tar, file.getKey(), file.getValue(), modified);
                }
            }
        }
        return bytes.toByteArray();
    }

    private void put(TarArchiveOutputStream tar, String path, byte[] bytes, Instant modified) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name() + "/" + path);
        entry.setMode(0644);
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setLastModifiedTime(FileTime.from(modified));
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }
}
