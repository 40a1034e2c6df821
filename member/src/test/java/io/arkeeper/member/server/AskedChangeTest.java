package io.arkeeper.member.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.apache.jute.BinaryOutputArchive;
import org.apache.jute.Record;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.MultiOperationRecord;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.proto.CreateRequest;
import org.apache.zookeeper.proto.CreateTTLRequest;
import org.apache.zookeeper.proto.DeleteRequest;
import org.apache.zookeeper.proto.GetDataRequest;
import org.apache.zookeeper.proto.ReconfigRequest;
import org.apache.zookeeper.proto.RequestHeader;
import org.apache.zookeeper.proto.SetACLRequest;
import org.apache.zookeeper.proto.SetDataRequest;
import org.junit.jupiter.api.Test;

final class AskedChangeTest {

    private static ByteBuffer request(int type, Record body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryOutputArchive archive = BinaryOutputArchive.getArchive(bytes);
        new RequestHeader(7, type).serialize(archive, "header");
        body.serialize(archive, "request");
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    private static Optional<String> change(int type, Record body) throws IOException {
        AskedChange asked = AskedChange.of(request(type, body));
        assertThat(asked.id()).isEqualTo(7);
        return asked.change();
    }

    @Test
    void changesByTheirPaths() throws IOException {
        CreateRequest create = new CreateRequest("/a", new byte[1], Ids.OPEN_ACL_UNSAFE, 0);
        for (int type : List.of(OpCode.create, OpCode.create2, OpCode.createContainer)) {
            assertThat(change(type, create)).contains("create /a");
        }
        assertThat(change(OpCode.createTTL, new CreateTTLRequest("/a", new byte[1], Ids.OPEN_ACL_UNSAFE, 5, 1)))
                .contains("create /a");
        assertThat(change(OpCode.delete, new DeleteRequest("/a", -1))).contains("delete /a");
        assertThat(change(OpCode.deleteContainer, new DeleteRequest("/a", -1))).contains("delete /a");
        assertThat(change(OpCode.setData, new SetDataRequest("/a", new byte[1], -1)))
                .contains("setData /a");
        assertThat(change(OpCode.setACL, new SetACLRequest("/a", Ids.READ_ACL_UNSAFE, -1)))
                .contains("setAcl /a to [world:anyone:1]");
        assertThat(change(OpCode.reconfig, new ReconfigRequest("server.4=d", "2", null, -1)))
                .contains("reconfig joining server.4=d, leaving 2, members null");
    }

    @Test
    void changesThatGoTogether() throws IOException {
        MultiOperationRecord multi = new MultiOperationRecord(List.of(
                Op.check("/a", 1),
                Op.create("/b", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
                Op.setData("/c", new byte[0], -1),
                Op.delete("/d", -1)));

        assertThat(change(OpCode.multi, multi)).contains("together: check /a, create /b, setData /c, delete /d");
    }

    @Test
    void whatChangesNothing_andTheBufferStaysAsItIs() throws IOException {
        ByteBuffer request = request(OpCode.getData, new GetDataRequest("/a", false));

        assertThat(AskedChange.of(request)).isEqualTo(new AskedChange(7, Optional.empty()));
        assertThat(request.position()).isZero();
    }

    @Test
    void whatIsNoRequest() {
        assertThatThrownBy(() -> AskedChange.of(ByteBuffer.wrap(new byte[3]))).isInstanceOf(IOException.class);
    }
}
