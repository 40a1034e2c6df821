/** OCI's value types, and one layout in one plain tar. Knows nothing of ZooKeeper, Debian or Java runtimes. */
package io.arkeeper.bundle.oci;
