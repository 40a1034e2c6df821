package io.arkeeper.bundle.registry;

import io.arkeeper.bundle.oci.Descriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The order in which blobs travel, so that half a push that is cut off is worth half.
 *
 * <p>A registry of the distribution family forgets an upload whose request breaks off: it signs the length that it
 * answered last, and takes the bytes that came after it for a fault. Only whole blobs survive whatever happens. So the
 * first stage is a set of blobs that comes to a little less than half of the bytes, and the second begins when all of
 * the first is there.
 *
 * <p>Within a stage the longest journey begins first, so that it does not end last, alone.
 */
final class Stages {

    private static final double AIM = 0.475; // as far from half as from where more than 55 % would travel again
    private static final double LEAST = 0.45;
    private static final double MOST = 0.5;
    private static final int STEPS = 1000; // sums that differ by less count as one

    private static final Comparator<Descriptor> LARGEST_FIRST =
            Comparator.comparingLong(Descriptor::size).reversed().thenComparing(Descriptor::digest);

    private Stages() {}

    /** One or two stages; one where no set of blobs comes near half. */
    static List<List<Descriptor>> of(Collection<Descriptor> blobs) {
        List<Descriptor> sorted = blobs.stream().sorted(LARGEST_FIRST).toList();
        long total = sorted.stream().mapToLong(Descriptor::size).sum();
        List<Descriptor> first = total == 0 ? List.of() : nearestToAim(sorted, total);
        if (total == 0 || bytes(first) < LEAST * total) {
            return List.of(sorted);
        }
        return List.of(
                first, sorted.stream().filter(blob -> !first.contains(blob)).toList());
    }

    /** By subset sums: for each share of the total, the first set found that has it. */
    private static List<Descriptor> nearestToAim(List<Descriptor> sorted, long total) {
        Sum[] sums = new Sum[(int) (STEPS * MOST) + 1];
        sums[0] = new Sum(0, List.of());
        for (Descriptor blob : sorted) {
            for (int step = sums.length - 1; step >= 0; step--) {
                if (sums[step] != null && sums[step].bytes + blob.size() <= total * MOST) {
                    Sum more = sums[step].with(blob);
                    int share = (int) (more.bytes * STEPS / total);
                    if (share != step && sums[share] == null) {
                        sums[share] = more;
                    }
                }
            }
        }
        return Arrays.stream(sums)
                .filter(sum -> sum != null)
                .min(Comparator.comparingDouble(sum -> Math.abs(sum.bytes - AIM * total)))
                .map(Sum::blobs)
                .orElseThrow();
    }

    private record Sum(long bytes, List<Descriptor> blobs) {

        Sum with(Descriptor blob) {
            List<Descriptor> more = new ArrayList<>(blobs);
            more.add(blob);
            return new Sum(bytes + blob.size(), List.copyOf(more));
        }
    }

    private static long bytes(List<Descriptor> blobs) {
        return blobs.stream().mapToLong(Descriptor::size).sum();
    }
}
