/** What a bundle holds that belongs in a registry or on a node, and under which name. */
package io.arkeeper.bundle.parts;
