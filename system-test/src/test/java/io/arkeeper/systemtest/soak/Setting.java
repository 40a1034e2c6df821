package io.arkeeper.systemtest.soak;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A setting that an upgrade of the release changes.
 *
 * @param key as {@code member.properties} has it
 * @param inZooCfg the same, as {@code zoo.cfg} has it
 */
record Setting(String key, String inZooCfg, String value) {

    private static final List<Setting> CHOICE = List.of(
            new Setting("tickTimeMs", "tickTime", "400"),
            new Setting("tickTimeMs", "tickTime", "500"),
            new Setting("snapRetain", "autopurge.snapRetainCount", "3"),
            new Setting("snapRetain", "autopurge.snapRetainCount", "5"),
            new Setting("zooCfg.snapCount", "snapCount", "500"), // a snapshot every second under load
            new Setting("zooCfg.snapCount", "snapCount", "20000"));

    /** Those that would change something. */
    static List<Setting> otherThan(Map<String, String> memberProperties) {
        return CHOICE.stream()
                .filter(setting -> !setting.value.equals(memberProperties.get(setting.key)))
                .toList();
    }

    /** The settings with this one among them. */
    Map<String, String> in(Map<String, String> memberProperties) {
        Map<String, String> changed = new TreeMap<>(memberProperties);
        changed.put(key, value);
        return changed;
    }

    boolean isIn(List<String> zooCfg) {
        return zooCfg.contains(inZooCfg + "=" + value);
    }
}
