package io.arkeeper.charts;

import java.util.List;

/** A version of Helm. */
interface Helm {

    /** The manifest, as {@code helm template} prints it. */
    String template(Release release) throws RefusedByHelm;

    /** What the user reads after an installation. */
    String notes(Release release) throws RefusedByHelm;

    /** What {@code helm lint --strict} finds wrong with a chart, without what is only information. */
    List<String> lint(Release release);

    default Manifest render(Release release) throws RefusedByHelm {
        return Manifest.parse(template(release));
    }

    /** Helm said no; the message is what the user reads. */
    final class RefusedByHelm extends Exception {

        private static final long serialVersionUID = 1L;

        RefusedByHelm(String message, Throwable cause) {
            super(message, cause);
        }

        RefusedByHelm(String message) {
            super(message);
        }
    }
}
