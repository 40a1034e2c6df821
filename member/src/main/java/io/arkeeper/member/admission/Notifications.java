package io.arkeeper.member.admission;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.InvalidSetting;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Whether a message of an election can be read. ZooKeeper's thread that reads them ends for ever at a configuration
 * without voters or with a number that is none.
 */
public final class Notifications {

    private static final int SHORTEST = 28; // bytes: state, leader, zxid and epoch; ZooKeeper drops shorter ones itself
    private static final int LOOKING = 0; // the first word, ZooKeeper's ServerState
    private static final int LEADER_AT = 4;
    private static final int ROUND_AT = 20;
    private static final int VERSION_AT = 36;
    private static final int CONFIG_LENGTH_AT = 40;
    private static final int FIRST_WITH_CONFIG = 2;

    /**
     * What its sender wants.
     *
     * @param looking for a leader
     * @param leader the id of whom it votes for or follows
     * @param round of the election
     */
    public record Vote(boolean looking, long leader, long round) {}

    private Notifications() {}

    /** The vote of a readable message. */
    public static Vote vote(ByteBuffer message) {
        return new Vote(message.getInt(0) == LOOKING, message.getLong(LEADER_AT), message.getLong(ROUND_AT));
    }

    /** Leaves the buffer as it is. */
    public static boolean readable(ByteBuffer message) {
        int size = message.capacity();
        if (size < SHORTEST) {
            return false;
        }
        if (size < CONFIG_LENGTH_AT || message.getInt(VERSION_AT) < FIRST_WITH_CONFIG) {
            return true; // older than configurations in messages; ZooKeeper minds the rest
        }
        if (size < CONFIG_LENGTH_AT + Integer.BYTES) {
            return size == CONFIG_LENGTH_AT; // the generation that had no version yet
        }
        int length = message.getInt(CONFIG_LENGTH_AT);
        return length >= 0
                && length <= size - CONFIG_LENGTH_AT - Integer.BYTES
                && isConfiguration(configText(message, length));
    }

    /** The configuration of who sent a readable message; empty where the message is older than these. */
    public static Optional<EnsembleConfig> config(ByteBuffer message) {
        int size = message.capacity();
        return size < CONFIG_LENGTH_AT + Integer.BYTES || message.getInt(VERSION_AT) < FIRST_WITH_CONFIG
                ? Optional.empty()
                : Optional.of(EnsembleConfig.parse(0, configText(message, message.getInt(CONFIG_LENGTH_AT))));
    }

    private static String configText(ByteBuffer message, int length) {
        byte[] config = new byte[length];
        message.duplicate().clear().position(CONFIG_LENGTH_AT + Integer.BYTES).get(config);
        return new String(config, UTF_8);
    }

    private static boolean isConfiguration(String text) {
        try {
            return text.lines().allMatch(line -> line.startsWith("server.") || line.startsWith("version="))
                    && text.indexOf('\\') < 0 // an escape in a properties file
                    && !EnsembleConfig.parse(0, text).voters().isEmpty();
        } catch (InvalidSetting e) {
            return false;
        }
    }
}
