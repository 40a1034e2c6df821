package io.arkeeper.bundle.archive;

import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What gets a signature of its own: the lock, which vouches for the whole file, and what registries are asked for by
 * people who verify there.
 *
 * @param label for messages
 * @param name what cosign shows
 * @param repository where its signature goes beside it; absent for the lock, which stays in the file
 */
record Signable(String label, String name, Digest digest, Optional<String> repository) {

    private static final String BUNDLE = "arkeeper/bundle";

    static List<Signable> of(Lock lock, Descriptor lockPart) {
        List<Signable> all = new ArrayList<>();
        all.add(new Signable("lock", BUNDLE, lockPart.digest(), Optional.empty()));
        for (Descriptor descriptor : lock.parts()) {
            Part part = Part.read("the lock", descriptor);
            if (part.kind() == PartKind.IMAGE || part.kind() == PartKind.CHART) {
                String name = part.repository().orElseThrow();
                all.add(new Signable(part.kind().toString(), name, part.digest(), part.repository()));
                if (part.kind() == PartKind.IMAGE) {
                    lock.platforms()
                            .forEach(one -> all.add(
                                    new Signable("image " + one.platform(), name, one.digest(), part.repository())));
                }
            }
        }
        return all;
    }

    /** A signature's entry in the root. */
    Descriptor described(Descriptor signature) {
        SortedMap<String, String> annotations = new TreeMap<>();
        annotations.put(Part.SIGNS, digest.toString());
        repository.ifPresent(where -> annotations.put(Part.REPOSITORY, where));
        return Part.described(
                PartKind.SIGNATURE,
                new Descriptor(signature.mediaType(), signature.digest(), signature.size()),
                annotations);
    }
}
