/** From a chart and its values to the objects a laptop can run: Helm in process, then typed reading of what it wrote. */
package io.arkeeper.cli.local.release;
