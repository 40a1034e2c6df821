package io.arkeeper.member.superuser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.member.superuser.Tickets.Fault;
import io.arkeeper.member.superuser.Tickets.Use;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class TicketsTest {

    private static final long SESSION = 0x1000a;

    private final AtomicLong now = new AtomicLong(-5); // a ticker may be negative
    private final Tickets tickets = new Tickets(now::get, new Random(1));

    private String give() {
        return tickets.give("jane", SESSION).orElseThrow();
    }

    private Use use(String ticket) {
        return tickets.use(ticket.getBytes(UTF_8), SESSION, true);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static Use refused(Fault fault) {
        return new Use.Refused(fault);
    }

    @Test
    void aTicketIsGoodOnce() {
        String ticket = give();

        assertThat(ticket).hasSize(64);
        assertThat(use(ticket)).isEqualTo(new Use.Accepted("jane"));
        assertThat(use(ticket)).isEqualTo(refused(Fault.USED));
        assertThat(tickets.refused()).containsEntry(Fault.USED, 1L).containsEntry(Fault.LATE, 0L);
    }

    @Test
    void aTicketIsGoodForAMoment() {
        String inTime = give();
        String late = give();
        pass(Tickets.GOOD_FOR);
        assertThat(use(inTime)).isEqualTo(new Use.Accepted("jane"));

        pass(Duration.ofNanos(1));

        assertThat(tickets.lapsed()).isEqualTo(1);
        assertThat(use(late)).isEqualTo(refused(Fault.LATE));
        assertThat(tickets.lapsed()).as("counted once").isEqualTo(1);
    }

    @Test
    void aTicketIsGoodForOneSession_andSpentWhereAnotherPresentsIt() {
        String ticket = give();

        assertThat(tickets.use(ticket.getBytes(UTF_8), SESSION + 1, true)).isEqualTo(refused(Fault.OTHER_SESSION));
        assertThat(use(ticket)).isEqualTo(refused(Fault.USED));
    }

    @Test
    void aTicketFromElsewhereIsSpent() {
        String ticket = give();

        assertThat(tickets.use(ticket.getBytes(UTF_8), SESSION, false)).isEqualTo(refused(Fault.ELSEWHERE));
        assertThat(use(ticket)).isEqualTo(refused(Fault.USED));
    }

    @Test
    void whatWasNeverGivenOutIsNoTicket() {
        give();

        assertThat(use("")).isEqualTo(refused(Fault.UNKNOWN));
        assertThat(use("0".repeat(64))).isEqualTo(refused(Fault.UNKNOWN));
    }

    @Test
    void onlySoManyWaitAtOnce() {
        for (int i = 0; i < Tickets.MOST_WAITING; i++) {
            give();
        }

        assertThat(tickets.give("jane", SESSION)).isEmpty();
        pass(Tickets.GOOD_FOR.plusNanos(1));
        assertThat(tickets.give("jane", SESSION)).isPresent();
        assertThat(tickets.lapsed()).isEqualTo(Tickets.MOST_WAITING);
    }

    @Test
    void theOldestAreForgotten_andWhatWaitsIsNot() {
        String first = give();
        assertThat(use(first)).isInstanceOf(Use.Accepted.class);
        String waiting = give();
        for (int i = 0; i < Tickets.MOST_REMEMBERED; i++) {
            assertThat(use(give())).isInstanceOf(Use.Accepted.class);
        }

        assertThat(use(first)).isEqualTo(refused(Fault.UNKNOWN));
        assertThat(use(waiting)).isEqualTo(new Use.Accepted("jane"));
    }
}
