package io.arkeeper.bundle.oci;

import io.arkeeper.bundle.BundleFailure;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** An operating system and a processor, e.g. {@code linux/amd64} or {@code linux/arm/v7}. */
public record Platform(String os, String architecture, Optional<String> variant) {

    public static final Platform LINUX_AMD64 = new Platform("linux", "amd64", Optional.empty());
    public static final Platform LINUX_ARM64 = new Platform("linux", "arm64", Optional.empty());

    /** Reads {@code OS/ARCHITECTURE[/VARIANT]}. */
    public static Platform parse(String text) {
        List<String> parts = List.of(text.split("/", -1));
        if (parts.size() < 2 || parts.size() > 3 || parts.contains("")) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "platform is '%s', expected OS/ARCHITECTURE; use linux/amd64".formatted(text));
        }
        return new Platform(
                parts.get(0), parts.get(1), parts.size() == 3 ? Optional.of(parts.get(2)) : Optional.empty());
    }

    /** What runs natively here, in OCI's words. */
    public static Platform ofThisMachine() {
        String architecture = System.getProperty("os.arch");
        return switch (architecture) {
            case "amd64", "x86_64" -> LINUX_AMD64;
            case "aarch64", "arm64" -> LINUX_ARM64;
            default -> new Platform("linux", architecture, Optional.empty());
        };
    }

    static Platform from(JsonObject json) {
        return new Platform(json.text("os"), json.text("architecture"), json.optionalText("variant"));
    }

    SortedMap<String, Object> toJson() {
        return JsonWriter.object()
                .put("os", os)
                .put("architecture", architecture)
                .put("variant", variant)
                .done();
    }

    @Override
    public String toString() {
        return os + "/" + architecture + variant.map(name -> "/" + name).orElse("");
    }
}
