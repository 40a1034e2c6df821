package io.arkeeper.member.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** Configures logback without XML, which would cost a tenth of a second at every start. */
public final class Logging {

    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{0} - %msg%thrown%n";

    /** The logger of what clients change; its lines are written as they are, at every level. */
    static final String AUDIT = "audit";

    /** The logger of what administrators do; all its lines are written, at every level. */
    static final String SUPERUSER = "superuser";

    private static final int MOST_OF_A_KIND = 50;
    private static final Duration MEANWHILE = Duration.ofSeconds(10);
    private static final LongAdder LEFT_OUT = new LongAdder();

    private Logging() {}

    /** Sends everything from {@code level} on to stdout. Callable again to change both at run time. */
    public static void configure(LogLevel level, LogFormat format) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        ConsoleAppender<ILoggingEvent> stdout = new ConsoleAppender<>();
        stdout.setContext(context);
        stdout.setEncoder(format == LogFormat.JSON ? json(context) : text(context));
        stdout.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(stdout);
        level(level);
        Logger audit = context.getLogger(AUDIT);
        audit.setLevel(Level.INFO);
        audit.setAdditive(false);
        audit.addAppender(asIs(context));
        context.getLogger(SUPERUSER).setLevel(Level.INFO);
        context.addTurboFilter(new Damper(MOST_OF_A_KIND, MEANWHILE, System::nanoTime, LEFT_OUT));
    }

    private static ConsoleAppender<ILoggingEvent> asIs(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%msg%n");
        encoder.start();
        ConsoleAppender<ILoggingEvent> stdout = new ConsoleAppender<>();
        stdout.setContext(context);
        stdout.setEncoder(encoder);
        stdout.start();
        return stdout;
    }

    /** Takes the lines of the audit log. */
    public static Consumer<String> audit() {
        return line -> LoggerFactory.getLogger(AUDIT).info("{}", line);
    }

    /** Takes sentences about what administrators do. */
    public static Consumer<String> superuser() {
        return sentence -> LoggerFactory.getLogger(SUPERUSER).info("{}", sentence);
    }

    /** How many lines were left out, because there were too many like them. */
    public static long leftOut() {
        return LEFT_OUT.sum();
    }

    public static void level(LogLevel level) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.toLevel(level.name()));
    }

    public static LogLevel level() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        return LogLevel.valueOf(context.getLogger(Logger.ROOT_LOGGER_NAME).getLevel().levelStr);
    }

    static Encoder<ILoggingEvent> text(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder() {
            @Override
            public void start() {
                PatternLayout layout = new PatternLayout();
                layout.getInstanceConverterMap().put("thrown", ShortTrace::new);
                layout.setContext(context);
                layout.setPattern(getPattern());
                layout.start();
                this.layout = layout;
                this.started = true;
            }
        };
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithArguments(false);
        encoder.setWithMessage(false);
        encoder.setWithFormattedMessage(true);
        encoder.start();
        return encoder;
    }
}
