package io.arkeeper.bundle.registry;

import io.arkeeper.bundle.oci.Digest;
import java.net.URI;
import java.util.Optional;

/** Remembers uploads that are under way, so that a push that was stopped continues where it was. */
public interface UploadJournal {

    /** Forgets everything at once: every push starts anew. */
    UploadJournal NONE = new UploadJournal() {
        @Override
        public Optional<Entry> find(String host, String repository, Digest digest) {
            return Optional.empty();
        }

        @Override
        public void remember(String host, String repository, Digest digest, Entry entry) {}

        @Override
        public void forget(String host, String repository, Digest digest) {}
    };

    /** Where the registry wants the next piece. */
    record Entry(URI location) {}

    Optional<Entry> find(String host, String repository, Digest digest);

    void remember(String host, String repository, Digest digest, Entry entry);

    void forget(String host, String repository, Digest digest);
}
