package io.arkeeper.bundle.registry;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.MediaType;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** A registry by the distribution API: what it has, and the small steps of giving it more. */
public final class Registry implements AutoCloseable {

    private static final String ACCEPT = String.join(
            ", ",
            List.of(
                    MediaType.IMAGE_INDEX.name(),
                    MediaType.IMAGE_MANIFEST.name(),
                    "application/vnd.docker.distribution.manifest.list.v2+json",
                    "application/vnd.docker.distribution.manifest.v2+json"));
    private static final int MOST_REDIRECTS = 3;

    private final RegistryAddress address;
    private final Wire wire;
    private final Authorizer authorizer;

    public Registry(
            RegistryAddress address,
            Optional<Credentials> credentials,
            TrustedAuthorities authorities,
            Patience patience,
            Pause pause,
            InstantSource clock) {
        this.address = address;
        this.wire = new Wire(authorities, patience, pause, clock);
        this.authorizer = new Authorizer(address, credentials, wire);
    }

    public RegistryAddress address() {
        return address;
    }

    Wire wire() {
        return wire;
    }

    /** A manifest as it lies there. */
    public static final class Stored {
        private final MediaType mediaType;
        private final byte[] bytes;

        Stored(MediaType mediaType, byte[] bytes) {
            this.mediaType = mediaType;
            this.bytes = bytes.clone();
        }

        public MediaType mediaType() {
            return mediaType;
        }

        public byte[] bytes() {
            return bytes.clone();
        }

        public Digest digest() {
            return Digest.of(bytes);
        }
    }

    /** @param reference a tag or a digest */
    public Optional<Stored> manifest(String repository, String reference) throws InterruptedException {
        Answer answer = ask(
                repository,
                Call.of("GET", uri(repository, "manifests/" + reference)).with("Accept", ACCEPT));
        if (answer.status() == 404) {
            return Optional.empty();
        }
        require(answer, repository, "GET", 200);
        return Optional.of(
                new Stored(new MediaType(answer.header("Content-Type").orElse("")), answer.body()));
    }

    /** Whether exactly this manifest lies under the reference. */
    boolean hasManifest(String repository, String reference, Descriptor descriptor) throws InterruptedException {
        Answer answer = ask(
                repository,
                Call.of("HEAD", uri(repository, "manifests/" + reference)).with("Accept", ACCEPT));
        if (answer.status() == 404) {
            return false;
        }
        require(answer, repository, "HEAD", 200);
        return answer.header("Docker-Content-Digest")
                .filter(descriptor.digest().toString()::equals)
                .isPresent();
    }

    void putManifest(String repository, String reference, Descriptor descriptor, byte[] bytes)
            throws InterruptedException {
        Answer answer = ask(
                repository,
                Call.of("PUT", uri(repository, "manifests/" + reference))
                        .with("Content-Type", descriptor.mediaType().name())
                        .carrying(Authorizer.bytes(bytes)));
        require(answer, repository, "PUT", 201);
    }

    /** The size of a blob that lies there. */
    public OptionalLong blobSize(String repository, Digest digest) throws InterruptedException {
        Answer answer = ask(repository, Call.of("HEAD", uri(repository, "blobs/" + digest)));
        for (int hops = 0; isRedirect(answer) && hops < MOST_REDIRECTS; hops++) {
            answer = elsewhere(answer, "HEAD");
        }
        if (answer.status() == 404) {
            return OptionalLong.empty();
        }
        require(answer, repository, "HEAD", 200);
        return OptionalLong.of(answer.headers().length("Content-Length"));
    }

    /** Reads a blob; the caller compares its digest. */
    public void readBlob(String repository, Digest digest, OutputStream into) throws InterruptedException {
        Call call = Call.of("GET", uri(repository, "blobs/" + digest));
        // It carries the authorization dance and says whether the blob lies elsewhere.
        Answer probe = ask(repository, Call.of("HEAD", call.uri()));
        // An address elsewhere may be signed for one method only, so that of HEAD is not asked for the content.
        Answer pointed = isRedirect(probe) ? ask(repository, call) : probe;
        try {
            Call from = isRedirect(pointed) ? Call.of("GET", location(pointed)) : authorized(call, repository);
            Answer answer = wire.once(from, sent -> {}, into);
            require(answer, repository, "GET", 200);
        } catch (IOException e) {
            throw Wire.cannotReach(address.host(), e);
        }
    }

    private static boolean isRedirect(Answer answer) {
        return answer.status() == 301 || answer.status() == 302 || answer.status() == 307 || answer.status() == 308;
    }

    /** Storage that a registry points to gets neither our password nor our token. */
    private Answer elsewhere(Answer answer, String method) throws InterruptedException {
        try {
            return wire.patiently(Call.of(method, location(answer)));
        } catch (IOException e) {
            throw Wire.cannotReach(address.host(), e);
        }
    }

    /** Begins an upload; where the registry finds the blob in another repository, it is done at once. */
    Optional<URI> beginUpload(String repository, Digest digest, Optional<String> mountFrom)
            throws InterruptedException {
        if (mountFrom.isPresent()) {
            String query = "?mount=" + digest + "&from=" + mountFrom.get();
            Answer answer = ask(repository, Call.of("POST", uri(repository, "blobs/uploads/" + query)), mountFrom);
            if (answer.status() == 201) {
                return Optional.empty();
            }
            if (answer.status() == 202) {
                return Optional.of(location(answer));
            }
            // It does not let us look there, so the blob travels.
        }
        Answer answer = ask(repository, Call.of("POST", uri(repository, "blobs/uploads/")));
        require(answer, repository, "POST", 202);
        return Optional.of(location(answer));
    }

    /** Sends a request, with what the registry wants to see of us, and again where it is busy or the line breaks. */
    Answer ask(String repository, Call call) throws InterruptedException {
        return ask(repository, call, Optional.empty());
    }

    /** @param readAlso another repository that the request needs to read */
    private Answer ask(String repository, Call call, Optional<String> readAlso) throws InterruptedException {
        try {
            Answer answer = wire.patiently(authorized(call, repository));
            Optional<Call> second =
                    answer.status() == 401 ? introduced(call, repository, readAlso, answer) : Optional.empty();
            return second.isEmpty() ? answer : wire.patiently(second.get());
        } catch (IOException e) {
            throw Wire.cannotReach(address.host(), e);
        }
    }

    /** Sends a request that must not arrive twice. */
    Answer askOnce(String repository, Call call, LongConsumer sent) throws IOException, InterruptedException {
        return wire.once(authorized(call, repository), sent);
    }

    /** Renews what we show the registry, after it refused what it accepted before. */
    boolean introduceAgain(String repository, Call call, Answer refusal) throws InterruptedException {
        try {
            return introduced(call, repository, Optional.empty(), refusal).isPresent();
        } catch (IOException e) {
            throw Wire.cannotReach(address.host(), e);
        }
    }

    private Call authorized(Call call, String repository) {
        return authorizer
                .known(repository)
                .filter(header -> Endpoint.areTheSame(address.base(), call.uri()))
                .map(header -> call.with("Authorization", header))
                .orElse(call);
    }

    private Optional<Call> introduced(Call call, String repository, Optional<String> readAlso, Answer refusal)
            throws IOException, InterruptedException {
        Optional<Challenge> challenge = Challenge.best(refusal.headers().all("WWW-Authenticate"));
        if (challenge.isEmpty()) {
            return Optional.empty();
        }
        // One token for both: a registry that lets us only read answers 403 to the first upload, in words.
        List<String> scopes = new ArrayList<>(List.of("repository:" + repository + ":pull,push"));
        readAlso.ifPresent(other -> scopes.add("repository:" + other + ":pull"));
        return authorizer.answer(challenge.get(), repository, scopes).map(header -> call.with("Authorization", header));
    }

    URI location(Answer answer) {
        String text = answer.header("Location").orElse("");
        try {
            URI location = answer.uri().resolve(text);
            boolean sameHost = address.base().getHost().equalsIgnoreCase(location.getHost());
            if (!text.isEmpty() && location.getHost() != null) {
                // Behind a proxy that ends TLS, registries call themselves http: we stay with what we know.
                return sameHost && !address.plain() && "http".equals(location.getScheme())
                        ? URI.create(address.base().resolve("/")
                                + location.toString().replaceFirst("^http://[^/]*/", ""))
                        : location;
            }
        } catch (IllegalArgumentException e) {
            // falls through to the refusal
        }
        throw new BundleFailure(
                BundleFailure.Kind.REGISTRY,
                "registry %s names '%s' as the place to go on, expected an address"
                        .formatted(address.host(), text.replaceAll("[\\p{Cc}\\p{Cf}]", " ")));
    }

    private URI uri(String repository, String rest) {
        return address.base().resolve(repository + "/" + rest);
    }

    void require(Answer answer, String repository, String verb, int expected) {
        if (answer.status() != expected) {
            throw refused(answer, repository, verb, expected);
        }
    }

    private BundleFailure refused(Answer answer, String repository, String verb, int expected) {
        String host = address.host();
        String said = answer.inWords();
        return switch (answer.status()) {
            case 401 ->
                new BundleFailure(
                        BundleFailure.Kind.DENIED,
                        "registry %s does not accept who we are for %s (%s); give --username and --password-stdin, or log in with docker or podman"
                                .formatted(host, repository, said));
            case 403 ->
                new BundleFailure(
                        BundleFailure.Kind.DENIED,
                        "registry %s forbids %s (%s); ask for the permission, or give another path"
                                .formatted(host, repository, said));
            case 404 ->
                new BundleFailure(
                        BundleFailure.Kind.REGISTRY,
                        "registry %s has no place for %s (%s); create the project first, or give another path"
                                .formatted(host, repository, said));
            case 429 ->
                new BundleFailure(
                        BundleFailure.Kind.REGISTRY,
                        "registry %s asks to slow down, %d times (%s); try again later with --jobs 1, what arrived is kept"
                                .formatted(host, wire.patience().attempts(), said));
            case 500, 502, 503, 504 ->
                new BundleFailure(
                        BundleFailure.Kind.REGISTRY,
                        "registry %s failed %d times (%s); see its log and try again, what arrived is kept"
                                .formatted(host, wire.patience().attempts(), said));
            default ->
                new BundleFailure(
                        BundleFailure.Kind.REGISTRY,
                        "registry %s answers %s to %s for %s, expected %d"
                                .formatted(host, said, verb, repository, expected));
        };
    }

    @Override
    public void close() {
        wire.close();
    }
}
