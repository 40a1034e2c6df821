/** Known weaknesses of what a bundle holds, found without a network. */
package io.arkeeper.bundle.advisory;
