package io.arkeeper.cli;

import io.arkeeper.cli.local.MemberView;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What people should know about the members' TLS and about who may come, a sentence each. */
final class TlsRemarks {

    private TlsRemarks() {}

    /** @param members by their names */
    static List<String> of(Map<String, MemberView> members) {
        List<String> remarks = new ArrayList<>();
        List<String> open = new ArrayList<>();
        new TreeMap<>(members).forEach((name, member) -> member.authWarning()
                .ifPresent(warning -> remarks.add("%s: %s.".formatted(name, warning))));
        new TreeMap<>(members).forEach((name, member) -> member.tls().ifPresent(tls -> {
            tls.warning().ifPresent(warning -> remarks.add("%s: %s.".formatted(name, warning)));
            if (tls.wanted() && !tls.required()) {
                open.add(name);
            }
        }));
        members.values().stream()
                .flatMap(member -> member.tls().stream())
                .map(MemberView.Tls::notAfter)
                .min(Comparator.naturalOrder())
                .ifPresent(first -> remarks.add(
                        "Certificates are valid until %s.".formatted(LocalDate.ofInstant(first, ZoneOffset.UTC))));
        if (!open.isEmpty()) {
            remarks.add(
                    "TLS is turned on, and members still accept plaintext from each other: %s. They end it once all speak TLS."
                            .formatted(String.join(", ", open)));
        }
        return remarks;
    }
}
