package io.arkeeper.member.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ShortTraceTest {

    private static final String ZOOKEEPER = "org.apache.zookeeper.server.quorum.QuorumCnxManager";

    private final LoggerContext context = new LoggerContext();

    private String line(String logger, Level level, Throwable thrown) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level);
        Encoder<ILoggingEvent> encoder = Logging.text(context);
        Logger by = context.getLogger(logger);
        byte[] text =
                encoder.encode(new LoggingEvent("here", by, Level.WARN, "connection broken", thrown, new Object[0]));
        String all = new String(text, StandardCharsets.UTF_8);
        return all.substring(all.indexOf(" - ") + 3);
    }

    @Test
    void aConnectionThatEndsIsOneLine() {
        assertThat(line(ZOOKEEPER, Level.INFO, new EOFException())).isEqualTo("connection broken (EOFException)\n");
        assertThat(line(ZOOKEEPER, Level.INFO, new InterruptedException()))
                .isEqualTo("connection broken (InterruptedException)\n");
    }

    @Test
    void itsCausesAreTold() {
        assertThat(line(ZOOKEEPER, Level.INFO, new IOException("no way", new ConnectException("Connection refused"))))
                .isEqualTo(
                        "connection broken (IOException: no way, because of ConnectException: Connection refused)\n");
    }

    @Test
    void nobodyForgesALine() {
        assertThat(line(ZOOKEEPER, Level.INFO, new IOException("a\r\n2026-11-29 ERROR forged")))
                .isEqualTo("connection broken (IOException: a 2026-11-29 ERROR forged)\n");
    }

    @Test
    void aBugKeepsItsTrace() {
        assertThat(line(ZOOKEEPER, Level.INFO, new IllegalStateException("oops")))
                .startsWith("connection broken\njava.lang.IllegalStateException: oops\n\tat ")
                .endsWith("\n");
        assertThat(line("io.arkeeper.member.Main", Level.INFO, new IOException("ours")))
                .startsWith("connection broken\njava.io.IOException: ours\n\tat ");
    }

    @Test
    void atDebugEverythingKeepsItsTrace() {
        assertThat(line(ZOOKEEPER, Level.DEBUG, new EOFException()))
                .startsWith("connection broken\njava.io.EOFException: null\n\tat ");
    }

    @Test
    void withoutAnythingThrownTheLineEnds() {
        assertThat(line(ZOOKEEPER, Level.INFO, null)).isEqualTo("connection broken\n");
    }
}
