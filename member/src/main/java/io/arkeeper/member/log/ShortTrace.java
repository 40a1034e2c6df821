package io.arkeeper.member.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.CoreConstants;
import java.io.IOException;

/**
 * Puts what ZooKeeper met on its way behind the message instead of below it.
 *
 * <p>ZooKeeper writes a stack trace for each connection that ends, and an orderly stop or a member that joins ends many:
 * ten lines in a healthy log of which one says something. An error of the network or an interruption is told in that
 * line; where it comes from is no news. Whatever else is thrown is somebody's bug and keeps its trace, and at level
 * DEBUG everything does.
 */
final class ShortTrace extends ThrowableHandlingConverter {

    private static final String ZOOKEEPER = "org.apache.zookeeper.";

    private final ThrowableProxyConverter whole = new ThrowableProxyConverter();

    @Override
    public void start() {
        whole.setContext(getContext());
        whole.start();
        super.start();
    }

    @Override
    public String convert(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown == null) {
            return "";
        }
        return isExpected(event, thrown)
                ? " (%s)".formatted(withoutBreaks(told(thrown)))
                : CoreConstants.LINE_SEPARATOR + whole.convert(event).stripTrailing();
    }

    private boolean isExpected(ILoggingEvent event, IThrowableProxy thrown) {
        return event.getLoggerName().startsWith(ZOOKEEPER)
                && thrown instanceof ThrowableProxy proxy
                && (proxy.getThrowable() instanceof IOException || proxy.getThrowable() instanceof InterruptedException)
                && !isDebugging();
    }

    private boolean isDebugging() {
        return getContext() instanceof LoggerContext context
                && !context.getLogger(Logger.ROOT_LOGGER_NAME)
                        .getEffectiveLevel()
                        .isGreaterOrEqual(Level.INFO);
    }

    private static String told(IThrowableProxy thrown) {
        String name = thrown.getClassName().substring(thrown.getClassName().lastIndexOf('.') + 1);
        String itself = thrown.getMessage() == null ? name : name + ": " + thrown.getMessage();
        return thrown.getCause() == null ? itself : itself + ", because of " + told(thrown.getCause());
    }

    /** What somebody sent may be in a message, and must not begin a line of its own. */
    private static String withoutBreaks(String text) {
        return text.replaceAll("[\\r\\n]+", " ");
    }
}
