/** What a database on disk is worth: how far its snapshots and transaction logs reach, and what is damaged. */
package io.arkeeper.core.database;
