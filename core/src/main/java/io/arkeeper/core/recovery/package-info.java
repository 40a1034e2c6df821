/** What may be done once disks are lost: which of those left an ensemble may be formed from again, and who may be synced anew. */
package io.arkeeper.core.recovery;
