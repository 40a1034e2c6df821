/** A network of its own for each member, and what goes wrong in networks. */
package io.arkeeper.systemtest.network;
