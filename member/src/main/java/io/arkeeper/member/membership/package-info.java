/** The leader's loop: it looks, has the planner decide, and performs one step at a time. */
package io.arkeeper.member.membership;
