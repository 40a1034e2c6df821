package io.arkeeper.cli.local.release;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.core.InvalidSetting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Values for a chart: YAML mappings, each of which overrides those before it, as with Helm's {@code -f}.
 *
 * @param documents their texts
 */
public record ChartValues(List<String> documents) {

    public static final ChartValues NONE = new ChartValues(List.of());

    public ChartValues {
        documents = List.copyOf(documents);
    }

    /**
     * These values and assignments above them.
     *
     * @param assignments {@code key=value}, as for Helm's {@code --set}
     */
    public ChartValues with(List<String> assignments) {
        try {
            List<String> all = new ArrayList<>(documents);
            all.add(JSON.std
                    .with(JSON.Feature.WRITE_NULL_PROPERTIES) // null takes a default away
                    .asString(Assignments.read(assignments)));
            return new ChartValues(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A text that is a YAML mapping, as a file for {@code -f} has to be.
     *
     * @throws InvalidSetting where it is not, with the line
     */
    public static String checked(String file, String text) {
        Object read;
        try {
            read = new Load(LoadSettings.builder().setLabel(file).build()).loadFromString(text);
        } catch (MarkedYamlEngineException e) {
            String where = e.getProblemMark()
                    .map(mark -> "line %d, column %d: ".formatted(mark.getLine() + 1, mark.getColumn() + 1))
                    .orElse("");
            throw new InvalidSetting("%s is not YAML: %s%s; mend it".formatted(file, where, e.getProblem()));
        } catch (YamlEngineException e) {
            throw new InvalidSetting("%s is not YAML: %s; mend it".formatted(file, e.getMessage()));
        }
        if (read != null) {
            try {
                Tree.of(file, read);
            } catch (UnusableContent e) {
                throw new InvalidSetting(file, "no mapping", "lines such as servers: 5", "mend it");
            }
        }
        return text;
    }

    /** Whether they set the same as these, which Helm has written down. */
    public boolean equalsTo(Map<String, ?> others) {
        Map<String, Object> merged = new LinkedHashMap<>();
        for (String document : documents) {
            Object read = new Load(LoadSettings.builder().build()).loadFromString(document);
            if (read instanceof Map<?, ?> above) {
                merge(merged, above);
            }
        }
        return comparable(merged).equals(comparable(others));
    }

    private static void merge(Map<String, Object> below, Map<?, ?> above) {
        above.forEach((key, value) -> {
            Object old = below.get(String.valueOf(key));
            if (old instanceof Map<?, ?> before && value instanceof Map<?, ?> after) {
                Map<String, Object> both = new LinkedHashMap<>();
                merge(both, before);
                merge(both, after);
                below.put(String.valueOf(key), both);
            } else {
                below.put(String.valueOf(key), value);
            }
        });
    }

    /** Numbers are read as one type from YAML and as another one from JSON. */
    private static Object comparable(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, Optional<Object>> texts = new LinkedHashMap<>();
                map.forEach((key, each) ->
                        texts.put(String.valueOf(key), Optional.ofNullable(each).map(ChartValues::comparable)));
                yield texts;
            }
            case List<?> list ->
                list.stream()
                        .map(each -> Optional.ofNullable(each).map(ChartValues::comparable))
                        .toList();
            case Number number -> new BigDecimal(number.toString()).stripTrailingZeros();
            default -> value;
        };
    }

    /**
     * What a value was set to, for messages.
     *
     * @param keys from the outermost on
     */
    Optional<String> lookUp(List<String> keys) {
        return documents.reversed().stream()
                .map(document -> find(document, keys))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> find(String document, List<String> keys) {
        Object read = new Load(LoadSettings.builder().build()).loadFromString(document);
        if (read == null) {
            return Optional.empty();
        }
        try {
            Tree tree = Tree.of("values", read);
            for (String key : keys.subList(0, keys.size() - 1)) {
                tree = tree.tree(key);
            }
            return tree.scalar(keys.getLast());
        } catch (UnusableContent e) {
            return Optional.empty(); // somewhere on the way is no mapping: then that is what the message is about
        }
    }
}
