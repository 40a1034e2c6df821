package io.arkeeper.member.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.jute.Record;
import org.apache.zookeeper.MultiOperationRecord;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.proto.CreateRequest;
import org.apache.zookeeper.proto.CreateTTLRequest;
import org.apache.zookeeper.proto.DeleteRequest;
import org.apache.zookeeper.proto.ReconfigRequest;
import org.apache.zookeeper.proto.RequestHeader;
import org.apache.zookeeper.proto.SetACLRequest;
import org.apache.zookeeper.proto.SetDataRequest;
import org.apache.zookeeper.server.ByteBufferInputStream;

/**
 * What a request is to change, in words. ZooKeeper's own audit knows that only where it is on for everybody.
 *
 * @param id the client's number of the request
 * @param change as in {@code create /foo}; empty where the request changes nothing
 */
record AskedChange(int id, Optional<String> change) {

    /**
     * Reads a request as it came; the buffer stays as it is.
     *
     * @throws IOException where it is none
     */
    static AskedChange of(ByteBuffer request) throws IOException {
        ByteBuffer rest = request.duplicate();
        RequestHeader header = new RequestHeader();
        ByteBufferInputStream.byteBuffer2Record(rest, header);
        return new AskedChange(header.getXid(), words(header.getType(), rest.slice()));
    }

    private static Optional<String> words(int type, ByteBuffer body) throws IOException {
        return switch (type) {
            case OpCode.create, OpCode.create2, OpCode.createContainer ->
                Optional.of("create " + read(body, new CreateRequest()).getPath());
            case OpCode.createTTL ->
                Optional.of("create " + read(body, new CreateTTLRequest()).getPath());
            case OpCode.delete, OpCode.deleteContainer ->
                Optional.of("delete " + read(body, new DeleteRequest()).getPath());
            case OpCode.setData ->
                Optional.of("setData " + read(body, new SetDataRequest()).getPath());
            case OpCode.setACL -> Optional.of(acl(read(body, new SetACLRequest())));
            case OpCode.reconfig -> Optional.of(reconfig(read(body, new ReconfigRequest())));
            case OpCode.multi -> Optional.of(multi(read(body, new MultiOperationRecord())));
            default -> Optional.empty();
        };
    }

    private static <T extends Record> T read(ByteBuffer body, T record) throws IOException {
        ByteBufferInputStream.byteBuffer2Record(body, record);
        return record;
    }

    private static String acl(SetACLRequest request) {
        List<String> grants = new ArrayList<>();
        request.getAcl()
                .forEach(grant -> grants.add("%s:%s:%d"
                        .formatted(grant.getId().getScheme(), grant.getId().getId(), grant.getPerms())));
        return "setAcl %s to %s".formatted(request.getPath(), grants);
    }

    private static String reconfig(ReconfigRequest request) {
        return "reconfig joining %s, leaving %s, members %s"
                .formatted(request.getJoiningServers(), request.getLeavingServers(), request.getNewMembers());
    }

    private static String multi(MultiOperationRecord request) {
        List<String> parts = new ArrayList<>();
        for (Op op : request) {
            parts.add(name(op.getType()) + " " + op.getPath());
        }
        return "together: " + String.join(", ", parts);
    }

    private static String name(int type) {
        return switch (type) {
            case OpCode.create, OpCode.create2, OpCode.createContainer, OpCode.createTTL -> "create";
            case OpCode.delete, OpCode.deleteContainer -> "delete";
            case OpCode.setData -> "setData";
            case OpCode.check -> "check";
            default -> "operation " + type;
        };
    }
}
