package io.arkeeper.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The program beside a member that is zkCli as the superuser. It fetches its ticket itself, so nothing that is secret is
 * among these words.
 *
 * @param who asks, as the member's log is to say
 * @param pod the member
 * @param address where it is reached from beside it
 * @param prompts whether somebody sits in front of it
 * @param command what it is to do; empty reads commands
 */
record ZkShell(
        String who,
        String pod,
        String address,
        int clientPort,
        int controlPort,
        boolean prompts,
        List<String> command) {

    private static final String MAIN = "io.arkeeper.member.client.SuperuserShell";
    private static final int LONGEST_NAME = 200;

    /** The main class and its words. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        words.add(MAIN);
        if (prompts) {
            words.add("--prompt");
        }
        words.add(plain(who));
        words.add(pod);
        words.add(address + ":" + clientPort);
        words.add(address + ":" + controlPort);
        words.addAll(command);
        return words;
    }

    private static String plain(String name) {
        String plain = name.replaceAll("\\p{Cntrl}", "?").strip();
        String some = plain.isEmpty() ? "somebody" : plain;
        return some.substring(0, Math.min(some.length(), LONGEST_NAME));
    }
}
