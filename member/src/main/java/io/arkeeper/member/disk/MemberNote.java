package io.arkeeper.member.disk;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Role;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code member.json}: whose disk this is, how far it came, and with which ensemble. It lies beside the data, so it is
 * emptied together with it and moves with the volume. A transaction log on a volume of its own has the same note.
 *
 * @param ensemble the one it belongs to, or which it proposes as long as it is {@link Phase#NEW}
 */
record MemberNote(MemberIdentity owner, Phase phase, boolean separateLog, Optional<EnsembleId> ensemble) {

    private static final int FORMAT = 1;

    String text() throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("format", FORMAT);
        fields.put("namespace", owner.namespace());
        fields.put("statefulSet", owner.statefulSet());
        fields.put("ordinal", owner.ordinal());
        if (owner.isObserver()) {
            fields.put("observer", true);
        }
        fields.put("phase", phase.text());
        if (separateLog) {
            fields.put("separateLog", true);
        }
        ensemble.ifPresent(id -> fields.put("ensemble", id.value()));
        return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(fields) + "\n";
    }

    /** @throws IOException where the text is no note this version can read */
    static MemberNote parse(String text) throws IOException {
        Map<String, Object> fields = JSON.std.mapFrom(text);
        if (!Integer.valueOf(FORMAT).equals(fields.get("format"))) {
            throw new IOException("its format is %s, expected %d".formatted(fields.get("format"), FORMAT));
        }
        try {
            return new MemberNote(
                    new MemberIdentity(
                            (String) fields.get("namespace"),
                            (String) fields.get("statefulSet"),
                            (Integer) fields.get("ordinal"),
                            Boolean.TRUE.equals(fields.get("observer")) ? Role.OBSERVER : Role.VOTER),
                    Phase.valueOf(((String) fields.get("phase")).toUpperCase(Locale.ROOT)),
                    Boolean.TRUE.equals(fields.get("separateLog")),
                    Optional.ofNullable((String) fields.get("ensemble")).map(EnsembleId::new));
        } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
            throw new IOException("a field is missing or has the wrong type", e);
        }
    }
}
