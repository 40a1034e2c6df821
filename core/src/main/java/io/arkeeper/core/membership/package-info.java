/**
 * Who belongs to the ensemble and who votes: what the leader sees, and the one step that may follow from it. Pure; the
 * member's loop performs a step and then looks again.
 */
package io.arkeeper.core.membership;
