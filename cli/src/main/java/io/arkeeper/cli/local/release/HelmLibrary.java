package io.arkeeper.cli.local.release;

import com.marcnuri.helm.jni.HelmLib;
import com.marcnuri.helm.jni.NativeLibrary;
import com.sun.jna.Native;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Helm itself, as a library in this process.
 *
 * <p>Loading it takes 80 ms from an unpacked library and 480 ms where its 98 MB must be unpacked first, so only
 * commands that need Helm ever load it, and an installation has it unpacked.
 */
public final class HelmLibrary {

    private HelmLibrary() {}

    /** @param library Helm's unpacked library, if it was unpacked when this program was built */
    public static HelmLib load(Optional<Path> library) {
        return library.filter(Files::isReadable)
                .map(file -> Native.load(file.toString(), HelmLib.class))
                .orElseGet(() -> NativeLibrary.getInstance().load());
    }
}
