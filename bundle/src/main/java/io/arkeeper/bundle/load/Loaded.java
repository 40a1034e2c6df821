package io.arkeeper.bundle.load;

import java.util.List;

/**
 * What was done.
 *
 * @param did each step as the user could do it by hand
 * @param note what is left to do or to know; may be empty
 */
public record Loaded(Target target, List<String> did, String note) {

    public Loaded {
        did = List.copyOf(did);
    }
}
