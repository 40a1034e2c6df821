/** The ZooKeeper image: what is in it, and the steps that make it. Start reading at {@code ImageBuilder}. */
package io.arkeeper.bundle.image;
