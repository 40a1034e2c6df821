package org.apache.zookeeper.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class WholeRequestsTest {

    private static final int LONGEST = 100_000;

    private final WholeRequests requests = new WholeRequests(LONGEST);

    private static ByteBuf frame(int length, int bytes) {
        return Unpooled.buffer().writeInt(length).writeZero(bytes);
    }

    private int taken(ByteBuf bytes) {
        ByteBuf whole = requests.take(bytes);
        int count = whole.readableBytes();
        whole.release();
        return count;
    }

    @Test
    void whatIsWholeIsPassedOnAsItIs() {
        ByteBuf bytes = Unpooled.wrappedBuffer(frame(100, 100), frame(0, 0));

        assertThat(requests.take(bytes)).isSameAs(bytes);
        assertThat(requests.held()).isZero();
        assertThat(bytes.refCnt()).isEqualTo(1);
    }

    @Test
    void aRequestIsHeldUntilItIsWhole_andWhatHasComeIsReleased() {
        ByteBuf first = frame(100, 99);
        assertThat(taken(first)).isZero();
        assertThat(first.refCnt()).isZero();
        assertThat(requests.held()).isEqualTo(103);

        assertThat(taken(Unpooled.buffer().writeZero(1))).isEqualTo(104);
        assertThat(requests.held()).isZero();
    }

    @Test
    void anAnnouncementTakesNoMemoryForWhatItAnnounces() {
        assertThat(taken(frame(LONGEST, 1))).isZero();

        assertThat(requests.held()).isEqualTo(5);
    }

    @Test
    void memoryIsTakenAsItComes_andNeverMoreThanTheLongestRequestNeeds() {
        taken(frame(LONGEST, 0));
        for (int come = 1; come < LONGEST; come++) {
            taken(Unpooled.buffer().writeZero(1));
            assertThat(requests.held()).isLessThanOrEqualTo(Math.min(2 * (come + 4), LONGEST + 4));
        }
        assertThat(taken(Unpooled.buffer().writeZero(1))).isEqualTo(LONGEST + 4);
    }

    @Test
    void wordsAndNonsenseAreLeftToZooKeeper() {
        assertThat(taken(Unpooled.wrappedBuffer("ru".getBytes(US_ASCII)))).isZero();
        assertThat(taken(Unpooled.wrappedBuffer("ok".getBytes(US_ASCII)))).isEqualTo(4);
        assertThat(taken(Unpooled.wrappedBuffer("more".getBytes(US_ASCII)))).isEqualTo(4);
        assertThat(new WholeRequests(LONGEST).take(frame(-1, 3)).readableBytes())
                .isEqualTo(7);
        assertThat(new WholeRequests(LONGEST).take(frame(LONGEST + 1, 3)).readableBytes())
                .isEqualTo(7);
    }

    @Test
    void howeverItIsCutItIsTheSameInTheEnd_andOnlyWholeRequestsArePassedOn() {
        SplittableRandom random = new SplittableRandom(20_261_129);
        ByteBuf all = Unpooled.buffer();
        for (int i = 0; i < 300; i++) {
            byte[] content = new byte[random.nextInt(700)];
            random.nextBytes(content);
            all.writeInt(content.length).writeBytes(content);
        }
        byte[] sent = ByteBufUtil.getBytes(all);
        ByteArrayOutputStream passed = new ByteArrayOutputStream();
        while (all.isReadable()) {
            ByteBuf whole =
                    requests.take(all.readRetainedSlice(Math.min(all.readableBytes(), 1 + random.nextInt(900))));
            passed.writeBytes(ByteBufUtil.getBytes(whole));
            while (whole.isReadable()) {
                whole.skipBytes(whole.readInt()); // fails where it is no whole one
            }
            whole.release();
        }
        assertThat(passed.toByteArray()).isEqualTo(sent);
        assertThat(requests.held()).isZero();
    }
}
