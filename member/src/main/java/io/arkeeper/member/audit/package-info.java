/** Who changed what: a line for each change that a client made or was refused. */
package io.arkeeper.member.audit;
