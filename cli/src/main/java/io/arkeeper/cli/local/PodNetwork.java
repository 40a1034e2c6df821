package io.arkeeper.cli.local;

import io.arkeeper.core.MemberId;
import java.util.List;

/** Where the pods of an ensemble have their addresses, and how a process gets to its own. */
public interface PodNetwork {

    /** The address with which a pod begins. */
    String address(MemberId id);

    /** What a pod's command has to begin with, so that the process lives where its address is; empty where it does anyway. */
    List<String> enter(MemberId id);

    /** Told before a pod without a process gets another address. */
    void move(MemberId id, String address);
}
