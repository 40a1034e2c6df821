package io.arkeeper.cli.local;

import java.util.List;

/** Where the pods of an ensemble have their addresses, and how a process gets to its own. */
public interface PodNetwork {

    /** The address with which a pod begins. */
    String address(int ordinal);

    /** What a pod's command has to begin with, so that the process lives where its address is; empty where it does anyway. */
    List<String> enter(int ordinal);

    /** Told before a pod without a process gets another address. */
    void move(int ordinal, String address);
}
