package io.arkeeper.member.server;

import io.arkeeper.core.chroot.Chroot;
import io.arkeeper.core.chroot.Grant;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;

/** Creates paths through the leader's own client port, and leaves those alone that exist. */
public final class PathMaker {

    private static final Map<Character, Integer> PERMISSIONS =
            Map.of('c', Perms.CREATE, 'd', Perms.DELETE, 'r', Perms.READ, 'w', Perms.WRITE, 'a', Perms.ADMIN);

    private static final int AS_MADE = 0; // version of an ACL that was never changed

    private final OwnPort port;

    /** @param clients where the leader listens for clients */
    public PathMaker(InetSocketAddress clients) {
        this.port = new OwnPort(clients);
    }

    /**
     * @return what was done, in words
     * @throws Refused where ZooKeeper refuses one; those before it have been created
     */
    public List<String> create(List<Chroot> chroots) throws Refused, InterruptedException {
        if (chroots.isEmpty()) {
            return List.of();
        }
        List<String> created = new ArrayList<>();
        try (ZooKeeper client = port.open()) {
            for (Chroot chroot : chroots) {
                for (String path : chroot.steps()) {
                    if (path.equals(Chroot.ROOT) && own(client, chroot.acl())) {
                        created.add("the ACL of / is " + chroot.acl());
                    } else if (!path.equals(Chroot.ROOT) && create(client, path, chroot.acl())) {
                        created.add("created " + path);
                    }
                }
            }
            return created;
        } catch (IOException e) {
            throw new Refused("%s cannot be reached: %s".formatted(port, e.getMessage()), e);
        }
    }

    private static boolean create(ZooKeeper client, String path, List<Grant> acl) throws Refused, InterruptedException {
        try {
            client.create(path, new byte[0], acl.stream().map(PathMaker::acl).toList(), CreateMode.PERSISTENT);
            return true;
        } catch (KeeperException.NodeExistsException e) {
            return false;
        } catch (KeeperException e) {
            throw new Refused("ZooKeeper refuses %s with %s: %s".formatted(path, acl, e.getMessage()), e);
        }
    }

    /** Gives the root its ACL where nobody has changed it since the database was made. */
    private static boolean own(ZooKeeper client, List<Grant> acl) throws Refused, InterruptedException {
        try {
            client.setACL(Chroot.ROOT, acl.stream().map(PathMaker::acl).toList(), AS_MADE);
            return true;
        } catch (KeeperException.BadVersionException e) {
            return false;
        } catch (KeeperException e) {
            throw new Refused("ZooKeeper refuses / with %s: %s".formatted(acl, e.getMessage()), e);
        }
    }

    private static ACL acl(Grant grant) {
        int permissions = grant.permissions()
                .chars()
                .map(letter -> PERMISSIONS.get((char) letter))
                .reduce(0, (a, b) -> a | b);
        return new ACL(permissions, new Id(grant.scheme(), grant.id()));
    }
}
