/** What a member's disk says about whose it is and what it holds, and the rules drawn from it. */
package io.arkeeper.core.disk;
