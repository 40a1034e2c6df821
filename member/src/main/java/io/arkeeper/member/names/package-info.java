/** How this process finds addresses by their names. */
package io.arkeeper.member.names;
