/** A member's life from start to stop, and what it says of itself meanwhile. */
package io.arkeeper.member.lifecycle;
