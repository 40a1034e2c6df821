package io.arkeeper.member.server;

import io.arkeeper.core.Chroot;
import io.arkeeper.core.Chroot.Rule;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;

/**
 * Creates paths that are missing. What exists is left as it is, with the rights somebody may have given it since; what
 * is missing above a path is created open to everybody, as a client would do it.
 */
public final class PathMaker {

    private final SuperuserSession session;

    /** @param clients where the leader listens for clients */
    public PathMaker(InetSocketAddress clients) {
        this.session = new SuperuserSession(clients);
    }

    /**
     * @return the paths that were missing, in the order they were made
     * @throws IOException where they could not be made, as a sentence
     */
    public List<String> make(Collection<Chroot> chroots) throws IOException, InterruptedException {
        try {
            return session.run(admin -> {
                List<String> made = new ArrayList<>();
                for (Chroot chroot : chroots) {
                    for (String ancestor : chroot.ancestors()) {
                        make(admin, ancestor, ZooDefs.Ids.OPEN_ACL_UNSAFE, made);
                    }
                    make(admin, chroot.path(), acl(chroot), made);
                }
                return made;
            });
        } catch (KeeperException e) {
            throw new IOException("ZooKeeper refuses: " + e.getMessage(), e);
        }
    }

    private static void make(ZooKeeper client, String path, List<ACL> acl, List<String> made)
            throws KeeperException, InterruptedException {
        if (client.exists(path, false) != null) {
            return;
        }
        try {
            client.create(path, new byte[0], acl, CreateMode.PERSISTENT);
            made.add(path);
        } catch (KeeperException.NodeExistsException e) {
            // somebody else was quicker
        }
    }

    private static List<ACL> acl(Chroot chroot) {
        return chroot.rules().stream()
                .map(rule -> new ACL(permissions(rule), new Id(rule.scheme(), rule.id())))
                .toList();
    }

    private static int permissions(Rule rule) {
        return rule.permissions()
                .chars()
                .map(letter -> switch (letter) {
                    case 'c' -> ZooDefs.Perms.CREATE;
                    case 'd' -> ZooDefs.Perms.DELETE;
                    case 'r' -> ZooDefs.Perms.READ;
                    case 'w' -> ZooDefs.Perms.WRITE;
                    case 'a' -> ZooDefs.Perms.ADMIN;
                    default -> throw new IllegalArgumentException("no permission: " + rule);
                })
                .reduce(0, (a, b) -> a | b);
    }
}
