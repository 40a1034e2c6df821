package io.arkeeper.bundle.registry;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.BlobSource;
import io.arkeeper.bundle.oci.Descriptor;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Brings one blob into one repository.
 *
 * <ol>
 *   <li>An upload that was begun earlier is continued where the registry says it stands; otherwise one is begun.
 *   <li>The blob goes in pieces. After each, the registry's next address is remembered.
 *   <li>Where a piece fails, the registry is asked how far it came. If it has forgotten the upload, as those of the
 *       distribution family do when a piece breaks off in the middle, the blob starts anew.
 *   <li>The last piece names the digest, and the registry compares.
 * </ol>
 *
 * <p>Pieces are small enough that a broken one costs little and large enough that the round trips cost nothing.
 */
final class BlobUpload {

    private static final String OCTETS = "application/octet-stream";

    private final Registry registry;
    private final String repository;
    private final BlobSource blobs;
    private final Descriptor blob;
    private final UploadJournal journal;
    private final Meter.Share share;
    private final AtomicBoolean stopping;
    private final int piece;
    private IOException lastBreak = new IOException("the connection broke");

    BlobUpload(
            Registry registry,
            String repository,
            BlobSource blobs,
            Descriptor blob,
            UploadJournal journal,
            Meter.Share share,
            AtomicBoolean stopping,
            int piece) {
        this.registry = registry;
        this.repository = repository;
        this.blobs = blobs;
        this.blob = blob;
        this.journal = journal;
        this.share = share;
        this.stopping = stopping;
        this.piece = piece;
    }

    /** How far the registry is, and where it wants the next piece. */
    private record Position(URI location, long offset) {}

    /** @param fresh the address of an upload that was begun a moment ago; used where none can be continued */
    void run(Optional<URI> fresh) throws InterruptedException {
        Optional<Position> earlier = earlier();
        Position position = earlier.isPresent() ? earlier.get() : begin(fresh);
        int failures = 0;
        while (true) {
            stopIfAsked();
            share.reached(position.offset());
            boolean isLast = blob.size() - position.offset() <= piece;
            Optional<Answer> answer = attempt(isLast ? last(position) : piece(position));
            if (answer.isPresent() && isLast && answer.get().status() == 201) {
                forget();
                return;
            }
            if (answer.isPresent() && !isLast && answer.get().status() == 202) {
                position = advanced(answer.get(), position);
                failures = 0;
                continue;
            }
            failures++;
            if (isLast && answer.isEmpty() && isThere()) {
                forget(); // only its word that all is well was lost
                return;
            }
            position = mended(position, answer, failures);
        }
    }

    private boolean isThere() throws InterruptedException {
        return registry.blobSize(repository, blob.digest()).orElse(-1) == blob.size();
    }

    private void forget() {
        journal.forget(registry.address().host(), repository, blob.digest());
    }

    private void stopIfAsked() {
        if (stopping.get()) {
            throw new Stopped();
        }
    }

    /** Somebody asked us to end: the journal knows how to go on. */
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private Position begin(Optional<URI> fresh) throws InterruptedException {
        URI location = fresh.isPresent()
                ? fresh.get()
                : registry.beginUpload(repository, blob.digest(), Optional.empty())
                        .orElseThrow();
        return new Position(location, 0);
    }

    private Optional<Position> earlier() throws InterruptedException {
        Optional<UploadJournal.Entry> entry = journal.find(registry.address().host(), repository, blob.digest());
        return entry.isPresent() ? ask(entry.get().location()) : Optional.empty();
    }

    /** Asks how far an upload came; empty where the registry knows nothing of it. */
    private Optional<Position> ask(URI location) throws InterruptedException {
        Answer answer = registry.ask(repository, Call.of("GET", location));
        if (answer.status() != 204 && answer.status() != 202) {
            return Optional.empty();
        }
        long offset = received(answer);
        URI next = answer.header("Location").isPresent() ? registry.location(answer) : location;
        return offset >= 0 && offset <= blob.size() ? Optional.of(new Position(next, offset)) : Optional.empty();
    }

    /** Bytes received by the {@code Range} header; distribution says {@code 0-0} for nothing as for one byte. */
    private static long received(Answer answer) {
        String range = answer.header("Range").orElse("0-0").replaceFirst("^bytes=", "");
        if (!range.matches("0-[0-9]{1,18}")) {
            return -1;
        }
        long last = Long.parseLong(range.substring(2));
        return last == 0 ? 0 : last + 1;
    }

    private Position advanced(Answer answer, Position from) {
        long offset = answer.header("Range").isPresent() ? received(answer) : from.offset() + lengthAt(from);
        if (offset <= from.offset() || offset > blob.size()) {
            throw new BundleFailure(
                    BundleFailure.Kind.REGISTRY,
                    "registry %s took a piece of %s after byte %d and says it has %d bytes; it does not keep uploads"
                            .formatted(registry.address().host(), blob.digest(), from.offset(), offset));
        }
        Position next = new Position(registry.location(answer), offset);
        journal.remember(
                registry.address().host(), repository, blob.digest(), new UploadJournal.Entry(next.location()));
        return next;
    }

    /** After a failure: waits, then asks where to go on. */
    private Position mended(Position position, Optional<Answer> answer, int failures) throws InterruptedException {
        if (answer.isPresent()
                && answer.get().status() == 401
                && failures == 1
                && registry.introduceAgain(repository, piece(position), answer.get())) {
            return ask(position.location()).orElseGet(() -> position);
        }
        boolean forgotten = answer.isPresent()
                && (answer.get().status() == 404 || answer.get().status() == 416);
        boolean repeat = answer.isEmpty() || answer.get().isWorthRepeating() || forgotten;
        if (!repeat || failures >= registry.wire().patience().attempts()) {
            throw refusal(answer);
        }
        registry.wire().rest(failures, answer);
        Optional<Position> found = ask(position.location());
        return found.isPresent() ? found.get() : begin(Optional.empty());
    }

    private BundleFailure refusal(Optional<Answer> answer) {
        if (answer.isEmpty()) {
            return Wire.cannotReach(registry.address().host(), lastBreak);
        }
        if (answer.get().status() == 400 && answer.get().inWords().contains("digest")) {
            return new BundleFailure(
                    BundleFailure.Kind.NOT_VERIFIED,
                    "registry %s found other bytes than %s promises; the file is damaged: check it with 'bundle verify'"
                            .formatted(registry.address().host(), blob.digest()));
        }
        try {
            registry.require(answer.get(), repository, "PATCH", 202);
            throw new IllegalStateException("an answer that is no refusal");
        } catch (BundleFailure refused) {
            return refused;
        }
    }

    private Optional<Answer> attempt(Call call) throws InterruptedException {
        try {
            return Optional.of(registry.askOnce(repository, call, share::sending));
        } catch (IOException e) {
            if (Wire.isHopeless(e)) {
                throw Wire.cannotReach(registry.address().host(), e);
            }
            lastBreak = e;
            return Optional.empty();
        }
    }

    private long lengthAt(Position position) {
        return Math.min(piece, blob.size() - position.offset());
    }

    private Call piece(Position position) {
        long length = lengthAt(position);
        return Call.of("PATCH", position.location())
                .with("Content-Type", OCTETS)
                .with("Content-Range", position.offset() + "-" + (position.offset() + length - 1))
                .carrying(new Piece(blobs, blob, position.offset(), length));
    }

    /** Names the digest and carries what is left: a request for that alone would be one more to wait for. */
    private Call last(Position position) {
        String separator = position.location().getRawQuery() == null ? "?" : "&";
        return Call.of("PUT", URI.create(position.location() + separator + "digest=" + blob.digest()))
                .with("Content-Type", OCTETS)
                .carrying(new Piece(blobs, blob, position.offset(), blob.size() - position.offset()));
    }

    private record Piece(BlobSource blobs, Descriptor blob, long offset, long length) implements Call.Body {

        @Override
        public long transferTo(WritableByteChannel out, long from, long count) throws IOException {
            return blobs.transferTo(out, blob.digest(), offset + from, count);
        }
    }
}
