package io.arkeeper.bundle.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.oci.Index;
import io.arkeeper.bundle.oci.JsonWriter;
import io.arkeeper.bundle.oci.MediaType;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The reading half of the distribution API, decided without a socket: who asks for what gets which reply.
 *
 * <p>{@code HEAD} gets the reply of {@code GET}; whoever writes it leaves the body out.
 */
final class DistributionApi {

    private static final String NAME = "(?<name>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)";
    private static final Pattern MANIFEST = Pattern.compile("/v2/" + NAME + "/manifests/(?<reference>[^/]+)");
    private static final Pattern BLOB = Pattern.compile("/v2/" + NAME + "/blobs/(?<reference>[^/]+)");
    private static final Pattern TAGS = Pattern.compile("/v2/" + NAME + "/tags/list");
    private static final Pattern REFERRERS = Pattern.compile("/v2/" + NAME + "/referrers/(?<reference>[^/]+)");
    private static final Pattern RANGE = Pattern.compile("bytes=(?<first>[0-9]{0,18})-(?<last>[0-9]{0,18})");
    private static final String DIGEST = "Docker-Content-Digest";

    private final Catalog catalog;
    private final Doorkeeper doorkeeper;

    DistributionApi(Catalog catalog, Doorkeeper doorkeeper) {
        this.catalog = catalog;
        this.doorkeeper = doorkeeper;
    }

    /**
     * One request.
     *
     * @param query as it was sent, undecoded
     */
    record Request(
            String method,
            String path,
            Optional<String> query,
            Optional<String> range,
            Optional<String> authorization) {}

    Reply answer(Request request) {
        return decide(request).with("Docker-Distribution-Api-Version", "registry/2.0");
    }

    private Reply decide(Request request) {
        if (!doorkeeper.admits(request.authorization())) {
            return Reply.error(401, "UNAUTHORIZED", "show the token, as Bearer or as password of any user")
                    .with("WWW-Authenticate", "Basic realm=\"arkeeper\"");
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Reply.error(405, "UNSUPPORTED", "this registry is a file: it can only be read")
                    .with("Allow", "GET, HEAD");
        }
        String path = request.path();
        if (path.equals("/v2/") || path.equals("/v2")) {
            return Reply.json(200, JsonWriter.object().done());
        }
        if (path.equals("/v2/_catalog")) {
            return page(request, "repositories", catalog.repositories().keySet().stream(), JsonWriter.object());
        }
        Matcher matcher = MANIFEST.matcher(path);
        if (matcher.matches()) {
            return manifest(matcher.group("name"), matcher.group("reference"));
        }
        matcher = BLOB.matcher(path);
        if (matcher.matches()) {
            return blob(matcher.group("name"), matcher.group("reference"), request.range());
        }
        matcher = TAGS.matcher(path);
        if (matcher.matches()) {
            return tags(request, matcher.group("name"));
        }
        matcher = REFERRERS.matcher(path);
        return matcher.matches()
                ? referrers(matcher.group("name"), matcher.group("reference"))
                : Reply.error(404, "UNSUPPORTED", "this path is not in the distribution API");
    }

    private Reply manifest(String name, String reference) {
        Catalog.Repository repository = catalog.repositories().get(name);
        if (repository == null) {
            return nameUnknown(name);
        }
        return repository
                .document(reference)
                .<Reply>map(document -> new Reply.Document(
                        200,
                        headers(
                                document.descriptor().mediaType().name(),
                                document.descriptor().digest().toString()),
                        document.bytes()))
                .orElseGet(() -> Reply.error(
                        404,
                        "MANIFEST_UNKNOWN",
                        "%s has no %s, only %s".formatted(name, reference, String.join(", ", tagsOf(repository)))));
    }

    private static List<String> tagsOf(Catalog.Repository repository) {
        return List.copyOf(repository.tags().keySet());
    }

    private Reply blob(String name, String digest, Optional<String> range) {
        Catalog.Repository repository = catalog.repositories().get(name);
        if (repository == null) {
            return nameUnknown(name);
        }
        Optional<Catalog.Blob> blob = repository.blob(digest);
        return blob.isEmpty()
                ? Reply.error(404, "BLOB_UNKNOWN", "%s has no blob %s".formatted(name, digest))
                : section(blob.get(), range);
    }

    /** The part that was asked for; a range that cannot be read is no range, as HTTP demands. */
    private static Reply section(Catalog.Blob blob, Optional<String> range) {
        SortedMap<String, String> headers =
                headers("application/octet-stream", blob.digest().toString());
        headers.put("Accept-Ranges", "bytes");
        headers.put("ETag", '"' + blob.digest().toString() + '"');
        Matcher wanted = RANGE.matcher(range.orElse(""));
        if (!wanted.matches()
                || (wanted.group("first").isEmpty() && wanted.group("last").isEmpty())) {
            return new Reply.Blob(200, headers, blob.digest(), 0, blob.size());
        }
        boolean isSuffix = wanted.group("first").isEmpty();
        long first = isSuffix
                ? Math.max(0, blob.size() - Long.parseLong(wanted.group("last")))
                : Long.parseLong(wanted.group("first"));
        long last = isSuffix || wanted.group("last").isEmpty()
                ? blob.size() - 1
                : Math.min(blob.size() - 1, Long.parseLong(wanted.group("last")));
        if (first >= blob.size() || first > last) {
            return Reply.error(416, "RANGE_INVALID", "the blob has %d bytes".formatted(blob.size()))
                    .with("Content-Range", "bytes */" + blob.size());
        }
        headers.put("Content-Range", "bytes %d-%d/%d".formatted(first, last, blob.size()));
        return new Reply.Blob(206, headers, blob.digest(), first, last - first + 1);
    }

    private Reply tags(Request request, String name) {
        Catalog.Repository repository = catalog.repositories().get(name);
        return repository == null
                ? nameUnknown(name)
                : page(
                        request,
                        "tags",
                        repository.tags().keySet().stream(),
                        JsonWriter.object().put("name", name));
    }

    /** Nothing in a bundle refers to a subject: its signatures are found under tags. */
    private Reply referrers(String name, String digest) {
        if (!digest.matches("sha256:[0-9a-f]{64}")) {
            return Reply.error(400, "DIGEST_INVALID", "%s is no digest".formatted(digest));
        }
        return catalog.repositories().containsKey(name)
                ? new Reply.Document(
                        200, Reply.sorted("Content-Type", MediaType.IMAGE_INDEX.name()), new Index(List.of()).bytes())
                : nameUnknown(name);
    }

    /** A sorted list, or the page of it that {@code n} and {@code last} ask for. */
    private static Reply page(Request request, String member, Stream<String> all, JsonWriter body) {
        Map<String, String> parameters = parameters(request.query().orElse(""));
        String after = parameters.getOrDefault("last", "");
        String limit = parameters.getOrDefault("n", "");
        List<String> left =
                all.filter(each -> after.isEmpty() || each.compareTo(after) > 0).toList();
        int count = limit.matches("[0-9]{1,6}") ? Math.min(Integer.parseInt(limit), left.size()) : left.size();
        Reply reply =
                Reply.json(200, body.putAlways(member, left.subList(0, count)).done());
        return count == left.size() || count == 0
                ? reply
                : reply.with(
                        "Link",
                        "<%s?n=%s&last=%s>; rel=\"next\"".formatted(request.path(), limit, left.get(count - 1)));
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private Reply nameUnknown(String name) {
        return Reply.error(
                404,
                "NAME_UNKNOWN",
                "there is no %s here, only %s"
                        .formatted(
                                name, String.join(", ", catalog.repositories().keySet())));
    }

    private static SortedMap<String, String> headers(String contentType, String digest) {
        SortedMap<String, String> headers = Reply.sorted("Content-Type", contentType);
        headers.put(DIGEST, digest);
        return headers;
    }
}
