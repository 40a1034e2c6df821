package io.arkeeper.bundle.registry;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.BlobSource;
import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.Index;
import io.arkeeper.bundle.oci.Manifest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Brings images and artifacts into a registry, byte for byte.
 *
 * <ol>
 *   <li>Every blob is asked for first; only what is missing travels, several at the same time, in {@link Stages}.
 *   <li>A manifest follows when all it names is there, children before the index that lists them, so nobody ever sees
 *       an image that is not whole.
 *   <li>At the end everything is asked for once more and compared by digest and size.
 * </ol>
 *
 * <p>It can be run again at any time: what arrived stays, and uploads that were cut off continue.
 */
public final class Push {

    /** Bytes in one request, at most. */
    public static final int PIECE = 8 << 20; // a second or so on a slow line, and few round trips on a fast one

    private final Registry registry;
    private final BlobSource blobs;
    private final UploadJournal journal;
    private final PushListener listener;
    private final int jobs;
    private final List<String> mountFrom;
    private final int piece;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicLong present = new AtomicLong();
    private final AtomicLong mounted = new AtomicLong();

    /**
     * @param jobs blobs at the same time
     * @param mountFrom repositories of this registry that may have the blobs already
     */
    public Push(
            Registry registry,
            BlobSource blobs,
            UploadJournal journal,
            PushListener listener,
            int jobs,
            List<String> mountFrom) {
        this(registry, blobs, journal, listener, jobs, mountFrom, PIECE);
    }

    Push(
            Registry registry,
            BlobSource blobs,
            UploadJournal journal,
            PushListener listener,
            int jobs,
            List<String> mountFrom,
            int piece) {
        this.registry = registry;
        this.blobs = blobs;
        this.journal = journal;
        this.listener = listener;
        this.jobs = jobs;
        this.mountFrom = List.copyOf(mountFrom);
        this.piece = piece;
    }

    /** Ends the push at the next piece; what arrived is kept and remembered. */
    public void stop() {
        stopping.set(true);
    }

    public PushReport run(List<PushItem> items) throws IOException, InterruptedException {
        Plan plan = Plan.of(items, blobs);
        Meter meter = new Meter(listener, plan.bytes());
        for (List<Descriptor> stage : Stages.of(plan.blobs().values())) {
            List<Callable<Void>> uploads = new ArrayList<>();
            stage.forEach(blob -> uploads.add(() -> bring(blob, plan.repositories(blob), meter)));
            inParallel(uploads);
        }
        for (PushItem item : items) {
            bringManifests(item, plan.documents(item.root()));
        }
        List<Callable<Void>> checks = new ArrayList<>();
        plan.blobs().values().forEach(blob -> checks.add(() -> check(blob, plan.repositories(blob))));
        items.forEach(item -> checks.add(() -> check(item, plan.documents(item.root()))));
        inParallel(checks);
        return new PushReport(items, present.get(), mounted.get(), meter.carried());
    }

    /** One blob into each repository that needs it: sent once, mounted from there by the rest. */
    private Void bring(Descriptor blob, Collection<String> repositories, Meter meter) throws InterruptedException {
        SequencedSet<String> sources = new LinkedHashSet<>(mountFrom);
        for (String repository : repositories) {
            if (stopping.get()) {
                throw new BlobUpload.Stopped();
            }
            Meter.Share share = meter.share(blob.size());
            PushListener.How how = bring(blob, repository, sources, share);
            listener.blobDone(repository, blob.digest(), blob.size(), how);
            share.reached(blob.size());
            sources.addFirst(repository);
        }
        return null;
    }

    private PushListener.How bring(Descriptor blob, String repository, Collection<String> sources, Meter.Share share)
            throws InterruptedException {
        if (isThere(blob, repository)) {
            present.addAndGet(blob.size());
            return PushListener.How.PRESENT;
        }
        Optional<URI> begun = Optional.empty();
        for (String source : sources) {
            begun = source.equals(repository)
                    ? Optional.empty()
                    : registry.beginUpload(repository, blob.digest(), Optional.of(source));
            if (begun.isEmpty() && !source.equals(repository)) {
                mounted.addAndGet(blob.size());
                return PushListener.How.MOUNTED;
            }
        }
        if (!blobs.has(blob.digest())) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "blob %s is neither in the file nor in %s; a differential needs a registry that has its base: push that first"
                            .formatted(blob.digest(), repository));
        }
        new BlobUpload(registry, repository, blobs, blob, journal, share, stopping, piece).run(begun);
        return PushListener.How.SENT;
    }

    private boolean isThere(Descriptor blob, String repository) throws InterruptedException {
        OptionalLong size = registry.blobSize(repository, blob.digest());
        return size.isPresent() && (size.getAsLong() == blob.size() || size.getAsLong() < 0);
    }

    /** Children first, the root under its tag last. */
    private void bringManifests(PushItem item, Collection<Descriptor> documents)
            throws IOException, InterruptedException {
        for (Descriptor document : documents) {
            boolean isRoot = document.equals(item.root());
            String reference = isRoot ? item.tag() : document.digest().toString();
            boolean wasPresent = registry.hasManifest(item.repository(), reference, document);
            if (!wasPresent) {
                registry.putManifest(item.repository(), reference, document, blobs.read(document));
            }
            listener.manifestDone(item.repository(), reference, document.digest(), wasPresent);
        }
    }

    private Void check(Descriptor blob, Collection<String> repositories) throws InterruptedException {
        for (String repository : repositories) {
            if (!isThere(blob, repository)) {
                throw notKept(repository + "@" + blob.digest());
            }
        }
        return null;
    }

    private Void check(PushItem item, Collection<Descriptor> documents) throws InterruptedException {
        for (Descriptor document : documents) {
            String reference = document.equals(item.root())
                    ? item.tag()
                    : document.digest().toString();
            Optional<Registry.Stored> stored = registry.manifest(item.repository(), reference);
            if (stored.isEmpty() || !stored.get().digest().equals(document.digest())) {
                throw notKept(item.repository() + "@" + document.digest());
            }
        }
        return null;
    }

    private BundleFailure notKept(String what) {
        return new BundleFailure(
                BundleFailure.Kind.NOT_VERIFIED,
                "registry %s took %s and does not give it back as it was; see its log and push again"
                        .formatted(registry.address().host(), what));
    }

    /**
     * Runs all of them. The first that fails is what the user hears of; the others end at their next piece rather than
     * in the middle of one, which many registries would forget.
     */
    private void inParallel(List<Callable<Void>> tasks) throws IOException, InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(
                jobs, Thread.ofPlatform().daemon().name("push-", 0).factory());
        Optional<Throwable> failure = Optional.empty();
        try {
            CompletionService<Void> completion = new ExecutorCompletionService<>(executor);
            tasks.forEach(completion::submit);
            for (int finished = 0; finished < tasks.size(); finished++) {
                try {
                    completion.take().get();
                } catch (ExecutionException e) {
                    failure = failure.or(() -> Optional.of(e.getCause()));
                    stopping.set(true);
                }
            }
        } finally {
            executor.shutdownNow();
            executor.close();
        }
        if (failure.isPresent()) {
            switch (failure.get()) {
                case BlobUpload.Stopped stopped -> throw new InterruptedException("stopped");
                case RuntimeException unchecked -> throw unchecked;
                case IOException io -> throw io;
                case Throwable other -> throw new IllegalStateException(other);
            }
        }
    }

    /** What has to be where, each thing once. */
    private record Plan(
            Map<Digest, Descriptor> blobs,
            Map<Digest, SequencedSet<String>> places,
            Map<Digest, List<Descriptor>> documentsOf) {

        static Plan of(List<PushItem> items, BlobSource source) throws IOException {
            Plan plan = new Plan(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
            for (PushItem item : items) {
                List<Descriptor> documents = new ArrayList<>();
                plan.visit(item.root(), item.repository(), source, documents);
                plan.documentsOf.put(item.root().digest(), documents);
            }
            return plan;
        }

        private void visit(Descriptor document, String repository, BlobSource source, List<Descriptor> documents)
                throws IOException {
            byte[] bytes = source.read(document);
            if (document.mediaType().isIndex()) {
                for (Descriptor child :
                        Index.read(document.digest().toString(), bytes).manifests()) {
                    visit(child, repository, source, documents);
                }
            } else {
                Manifest manifest = Manifest.read(document.digest().toString(), bytes);
                add(manifest.config(), repository, source);
                for (Descriptor layer : manifest.layers()) {
                    add(layer, repository, source);
                }
            }
            documents.add(document);
        }

        private void add(Descriptor blob, String repository, BlobSource source) throws IOException {
            requireSize(blob, source);
            blobs.putIfAbsent(blob.digest(), blob);
            places.computeIfAbsent(blob.digest(), key -> new LinkedHashSet<>()).add(repository);
        }

        /** A registry would find out after all of it has travelled, or not at all. */
        private static void requireSize(Descriptor blob, BlobSource source) throws IOException {
            if (source.has(blob.digest()) && source.size(blob.digest()) != blob.size()) {
                throw new BundleFailure(
                        BundleFailure.Kind.NOT_VERIFIED,
                        "blob %s has %d bytes, expected %d; the file is damaged or was changed, copy it again"
                                .formatted(blob.digest(), source.size(blob.digest()), blob.size()));
            }
        }

        long bytes() {
            return blobs.values().stream()
                    .mapToLong(blob -> blob.size() * places.get(blob.digest()).size())
                    .sum();
        }

        Collection<String> repositories(Descriptor blob) {
            return places.get(blob.digest());
        }

        List<Descriptor> documents(Descriptor root) {
            return documentsOf.get(root.digest());
        }
    }
}
