package io.arkeeper.core.forming;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.EnsembleId;
import java.util.Optional;

/**
 * What the members of a new ensemble agree on before any of them elects.
 *
 * @param config its first configuration
 * @param ensemble its identity; empty where members of a version begin that knows none
 */
public record Founding(EnsembleConfig config, Optional<EnsembleId> ensemble) {}
