package io.arkeeper.cli.local.release;

import com.marcnuri.helm.jni.HelmLib;
import com.marcnuri.helm.jni.NativeLibrary;
import com.sun.jna.Native;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Helm itself, as a library in this process.
 *
 * <p>Loading it takes 80 ms from an unpacked library and 480 ms where its 98 MB must be unpacked first, so only
 * commands that need Helm ever load it, and an installation has it unpacked.
 *
 * <p>It is loaded once and kept for as long as the process lives: every copy brings a Go runtime of its own, with
 * threads and signal handlers that nothing can take back, and each would be unpacked under another name.
 */
public final class HelmLibrary {

    private static final Map<Optional<Path>, HelmLib> LOADED = new ConcurrentHashMap<>();

    private HelmLibrary() {}

    /** @param library Helm's unpacked library, if it was unpacked when this program was built */
    public static HelmLib load(Optional<Path> library) {
        return LOADED.computeIfAbsent(library.filter(Files::isReadable), HelmLibrary::loadNow);
    }

    private static HelmLib loadNow(Optional<Path> library) {
        return keepingSignals(library.map(file -> Native.load(file.toString(), HelmLib.class))
                .orElseGet(() -> NativeLibrary.getInstance().load()));
    }

    private static HelmLib keepingSignals(HelmLib helm) {
        return (HelmLib) Proxy.newProxyInstance(
                HelmLib.class.getClassLoader(),
                new Class<?>[] {HelmLib.class},
                (proxy, method, arguments) -> KeptSignals.during(() -> method.invoke(helm, arguments)));
    }
}
