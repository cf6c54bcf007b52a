package io.rlmgateway.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The description of the whole API (OpenAPI 3.1), put together from the parts that stand in resources, one for each area. */
public final class OpenApiDescription {

    private static final String PARTS = "classpath:/openapi/*.yaml";

    private OpenApiDescription() {}

    /**
     * Reads the parts and puts them together.
     *
     * @param resources finds the parts
     * @return the description as maps, lists, texts and numbers
     * @throws IOException when a part cannot be read
     * @throws IllegalStateException when two parts describe the same thing
     */
    public static Map<String, Object> read(ResourcePatternResolver resources) throws IOException {
        Map<String, Object> whole = new LinkedHashMap<>();
        for (Resource part : resources.getResources(PARTS)) {
            try (InputStream in = part.getInputStream()) {
                Map<String, Object> read = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
                read.forEach((name, value) -> put(whole, name, value));
            }
        }
        return whole;
    }

    @SuppressWarnings("unchecked") // YAML's maps have texts as keys here
    private static void put(Map<String, Object> whole, String name, Object value) {
        Object there = whole.get(name);
        if (there instanceof Map<?, ?> map && value instanceof Map<?, ?> more) {
            ((Map<String, Object>) more).forEach((inner, of) -> put((Map<String, Object>) map, inner, of));
        } else if (there != null) {
            throw new IllegalStateException("Two parts of the API's description describe '" + name + "'");
        } else {
            whole.put(name, value);
        }
    }
}
