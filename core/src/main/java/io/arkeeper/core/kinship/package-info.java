/** Whether a disk with data belongs to the ensemble that the others are. */
package io.arkeeper.core.kinship;
