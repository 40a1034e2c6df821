/** What of a file belongs in a registry or on a node, and under which name. */
package io.arkeeper.bundle.relocation;
