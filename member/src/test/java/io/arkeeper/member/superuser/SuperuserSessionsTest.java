package io.arkeeper.member.superuser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.member.superuser.SuperuserSessions.Given;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SuperuserSessionsTest {

    private final List<String> journal = new ArrayList<>();
    private final AtomicLong now = new AtomicLong();
    private final SuperuserSessions sessions =
            new SuperuserSessions("prod/zk-0", now::get, new Random(1), journal::add);

    private String ticket(String request) {
        return ((Given.Ticket) sessions.ticket(request)).text();
    }

    private Optional<SuperuserSession> begin(String ticket) {
        return sessions.begin(ticket.getBytes(UTF_8), 0x1000a, "127.0.0.1", true);
    }

    @Test
    void aSessionIsToldFromItsBeginningToItsEnd() {
        SuperuserSession session = begin(ticket("0x1000a jane@example.com")).orElseThrow();
        session.asksFor(1, "create /a");
        session.asksFor(2, "delete /b");
        session.reads();
        session.answered(1, "OK");
        session.answered(7, "OK"); // a read
        session.answered(2, "NONODE");
        session.asksFor(3, "setData /c");
        now.addAndGet(Duration.ofSeconds(12).toNanos());
        assertThat(sessions.open()).isEqualTo(1);
        session.ended();
        session.ended();

        assertThat(journal)
                .containsExactly(
                        "session 0x1000a of the superuser begins at prod/zk-0, from 127.0.0.1, for jane@example.com"
                                + " (that name is only what the caller says)",
                        "session 0x1000a of the superuser, for jane@example.com: create /a: OK",
                        "session 0x1000a of the superuser, for jane@example.com: delete /b: NONODE",
                        "session 0x1000a of the superuser, for jane@example.com: setData /c: the connection ended before"
                                + " the answer",
                        "session 0x1000a of the superuser, for jane@example.com, has ended after 12 s; changes: 1,"
                                + " refused: 1, reads: 1");
        assertThat(sessions.begun()).isEqualTo(1);
        assertThat(sessions.open()).isZero();
    }

    @Test
    void aTicketThatIsRefusedBeginsNothing() {
        String ticket = ticket("0x1000a jane");
        assertThat(sessions.begin(ticket.getBytes(UTF_8), 0x1000a, "10.0.0.7", false))
                .isEmpty();
        assertThat(begin(ticket)).isEmpty();

        assertThat(journal).isEmpty();
        assertThat(sessions.begun()).isZero();
        assertThat(sessions.refused()).containsEntry("elsewhere", 1L).containsEntry("used", 1L);
    }

    @Test
    void changesThatAreNumberedAlikeAreToldEach() {
        SuperuserSession session = begin(ticket("0x1000a jane")).orElseThrow();
        session.asksFor(1, "create /a");
        session.asksFor(1, "create /b");
        session.answered(1, "OK");
        session.answered(1, "OK");

        assertThat(journal.subList(1, 3))
                .containsExactly(
                        "session 0x1000a of the superuser, for jane: create /a: OK",
                        "session 0x1000a of the superuser, for jane: create /b: OK");
    }

    @Test
    void aPathForgesNoLineAndFillsNone() {
        SuperuserSession session = begin(ticket("0x1000a jane")).orElseThrow();
        session.asksFor(1, "create /a\nsession 0x2\u001b[2J\u2028\u202e");
        session.answered(1, "OK");
        session.asksFor(2, "x".repeat(1_000_000));
        session.answered(2, "OK");

        assertThat(journal.get(1)).endsWith(": create /a?session 0x2?[2J??: OK");
        assertThat(journal.get(2)).hasSizeLessThan(700).endsWith("x…: OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "jane", "0x1000a", "0x1000a ", "0x jane", "0x11112222333344445 jane", "0x1 a\nb"})
    void aRequestThatIsNotUnderstood(String request) {
        assertThat(sessions.ticket(request))
                .isEqualTo(new Given.NotUnderstood(
                        "expected the session's id in hexadecimal and a name of up to 200 characters, as in"
                                + " '0x1000a3f0000 jane'"));
        assertThat(sessions.ticket("0x1 " + "x".repeat(201))).isInstanceOf(Given.NotUnderstood.class);
    }

    @Test
    void tooManyAtOnce() {
        for (int i = 0; i < Tickets.MOST_WAITING; i++) {
            ticket("0x1000a jane");
        }

        assertThat(sessions.ticket("0x1000a jane"))
                .isEqualTo(new Given.TooMany("16 tickets wait to be used; try again in 10 s"));
    }
}
