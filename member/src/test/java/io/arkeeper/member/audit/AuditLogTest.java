package io.arkeeper.member.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.ZooCfg;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.audit.AuditEvent;
import org.junit.jupiter.api.Test;

final class AuditLogTest {

    @Test
    void aPathCannotForgeALine() throws Exception {
        List<String> lines = new ArrayList<>();
        AuditEvent event = event(AuditEvent.Result.FAILURE);
        add(event, AuditEvent.FieldName.USER, "10.0.0.7");
        add(event, AuditEvent.FieldName.OPERATION, "delete");
        add(event, AuditEvent.FieldName.ZNODE, "/a\tresult=success\n\"b");

        new AuditLog(() -> Instant.EPOCH, lines::add).logAuditEvent(event);

        assertThat(lines)
                .containsExactly("{\"audit\":true,\"time\":\"1970-01-01T00:00:00Z\",\"user\":\"10.0.0.7\","
                        + "\"operation\":\"delete\",\"znode\":\"/a\\tresult=success\\n\\\"b\",\"result\":\"failure\"}");
    }

    @Test
    void zooKeeperFindsTheClass() throws Exception {
        assertThat(Class.forName(ZooCfg.AUDIT_CLASS).getDeclaredConstructor().newInstance())
                .isInstanceOf(AuditLog.class);
    }

    private static AuditEvent event(AuditEvent.Result result) throws ReflectiveOperationException {
        Constructor<AuditEvent> constructor = AuditEvent.class.getDeclaredConstructor(AuditEvent.Result.class);
        constructor.setAccessible(true);
        return constructor.newInstance(result);
    }

    private static void add(AuditEvent event, AuditEvent.FieldName name, String value)
            throws ReflectiveOperationException {
        Method add = AuditEvent.class.getDeclaredMethod("addEntry", AuditEvent.FieldName.class, String.class);
        add.setAccessible(true);
        add.invoke(event, name, value);
    }
}
