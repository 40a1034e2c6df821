package io.arkeeper.bundle.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.bundle.oci.Descriptor;
import io.arkeeper.bundle.oci.Digest;
import io.arkeeper.bundle.oci.MediaType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StagesTest {

    @Test
    void theFirstStageIsALittleLessThanHalfOfTheBytes() {
        assertThat(stages(24_045, 23_055, 8_607, 8_465, 3_457, 3_266, 146, 145))
                .containsExactly(List.of(24_045L, 8_607L, 146L, 145L), List.of(23_055L, 8_465L, 3_457L, 3_266L));
    }

    @Test
    void twoOfTheSameSizeAreTwoStages() {
        assertThat(stages(1000, 1000, 2)).containsExactly(List.of(1000L), List.of(1000L, 2L));
    }

    @Test
    void oneStageWhereASingleBlobIsMoreThanTheRest() {
        assertThat(stages(100, 700, 200)).containsExactly(List.of(700L, 200L, 100L));
    }

    @Test
    void nothingAndEmptyBlobsAreOneStage() {
        assertThat(stages()).containsExactly(List.of());
        assertThat(stages(0, 0)).containsExactly(List.of(0L, 0L));
    }

    @Test
    void manyBlobsAreArrangedToo() {
        int[] sizes = new int[300];
        for (int each = 0; each < sizes.length; each++) {
            sizes[each] = 1 + (each * 7919) % 10_007;
        }

        List<List<Long>> stages = stages(sizes);

        long first = stages.getFirst().stream().mapToLong(Long::longValue).sum();
        long all =
                stages.stream().flatMap(List::stream).mapToLong(Long::longValue).sum();
        assertThat((double) first / all).isBetween(0.46, 0.49);
        assertThat(stages.stream().mapToInt(List::size).sum()).isEqualTo(300);
    }

    private static List<List<Long>> stages(int... sizes) {
        List<Descriptor> blobs = new ArrayList<>();
        for (int size : sizes) {
            blobs.add(new Descriptor(MediaType.LAYER_GZIP, Digest.of(("blob " + blobs.size()).getBytes(UTF_8)), size));
        }
        return Stages.of(blobs).stream()
                .map(stage -> stage.stream().map(Descriptor::size).toList())
                .toList();
    }
}
