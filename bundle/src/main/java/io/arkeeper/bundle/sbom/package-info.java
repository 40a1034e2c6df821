/** What a bundle is made of, with licences: CycloneDX, from the files that ship. */
package io.arkeeper.bundle.sbom;
