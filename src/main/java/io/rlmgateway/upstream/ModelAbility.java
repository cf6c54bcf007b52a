package io.rlmgateway.upstream;

/** What a model can do besides writing text. */
public enum ModelAbility {
    /** It looks at images. */
    IMAGES,
    /** It calls tools. */
    TOOLS,
    /** It keeps to a {@code response_format} of the type {@code json_schema}. */
    SCHEMA,
    /** Its API keeps beginnings of prompts and reads them at a lower price. */
    CACHE
}
