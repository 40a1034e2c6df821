package io.arkeeper.member.audit;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.member.log.Logging;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.zookeeper.audit.AuditEvent;
import org.apache.zookeeper.audit.AuditLogger;

/**
 * Writes each change as one JSON object a line, whatever the format of the log is: what reads an audit log is a program.
 *
 * <p>ZooKeeper makes the instance by reflection. Its own logger separates fields by tabs, which a path may contain.
 */
public final class AuditLog implements AuditLogger {

    private final InstantSource clock;
    private final Consumer<String> lines;

    public AuditLog() {
        this(InstantSource.system(), Logging.audit());
    }

    AuditLog(InstantSource clock, Consumer<String> lines) {
        this.clock = clock;
        this.lines = lines;
    }

    @Override
    public void logAuditEvent(AuditEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("audit", true); // tells these lines from those of the log
        fields.put("time", clock.instant().toString());
        event.getLogEntries().forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
        fields.put("result", event.getResult().name().toLowerCase(Locale.ROOT));
        try {
            lines.accept(JSON.std.asString(fields));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a map of strings can be written
        }
    }
}
