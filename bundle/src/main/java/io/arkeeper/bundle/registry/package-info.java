/** The client of a private registry: uploads that resume, and nothing that asks any other host. */
package io.arkeeper.bundle.registry;
