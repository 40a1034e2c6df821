/** Clients that mean harm: what they send is made from a seed, so that each of it can be sent again. */
package io.arkeeper.systemtest.hostile;
