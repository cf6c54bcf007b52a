package io.rlmgateway.session;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.ValidationLimitExceededException;
import com.networknt.schema.dialect.Dialects;
import io.rlmgateway.repl.PythonException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON Schema that model-written Python made up, so nothing of it is believed: it loads nothing, and the steps of
 * checking against it are counted.
 */
final class AnswerSchema {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String STANDARD = "https://json-schema.org/draft/2020-12/schema";
    private static final Pattern DRAFT =
            Pattern.compile("https?://json-schema\\.org/(draft-0[467]|draft/(2019-09|2020-12))/schema#?");
    private static final long MAX_STEPS = 1_000_000;
    private static final int MAX_DEPTH = 200;
    private static final int SHOWN_ERRORS = 5;
    private static final int SHOWN_CHARACTERS = 300;

    /** For the drafts' own schemas; what Python makes up never comes in here, as schemas are kept by their ids. */
    private static final SchemaRegistry DRAFTS = SchemaRegistry.withDefaultDialect(Dialects.getDraft202012());

    private static final SchemaRegistryConfig CHECKED = SchemaRegistryConfig.builder()
            .regularExpressionFactory(LinearPattern::new)
            .locale(Locale.ROOT)
            .build();

    private final String text;
    private final Schema schema;

    private AnswerSchema(String text, Schema schema) {
        this.text = text;
        this.schema = schema;
    }

    /**
     * Makes a schema ready.
     *
     * @throws PythonException a ValueError that says what is wrong with it
     */
    static AnswerSchema of(Map<?, ?> source) {
        String text = JSON.writeValueAsString(source);
        JsonNode node = JSON.readTree(text);
        checkReferences(node);
        try {
            checkAgainstDraft(node);
            Schema schema = own().getSchema(node);
            schema.initializeValidators();
            AnswerSchema ready = new AnswerSchema(text, schema);
            ready.mismatch(JSON.nullNode());
            return ready;
        } catch (SchemaException e) {
            throw bad(e.getMessage());
        } catch (StackOverflowError e) {
            throw bad("it is nested too deeply");
        }
    }

    /**
     * Checks that something is a JSON Schema at all; what only its users know, as a draft of their own, is let pass.
     *
     * @throws PythonException a ValueError that says what is wrong with it
     */
    static void checkForm(Map<?, ?> source) {
        JsonNode node = JSON.valueToTree(source);
        try {
            String draft = node.path("$schema").asString(STANDARD);
            checkAgainstDraft(node, DRAFT.matcher(draft).matches() ? draft : STANDARD);
        } catch (StackOverflowError e) {
            throw bad("it is nested too deeply");
        }
    }

    private static SchemaRegistry own() {
        return SchemaRegistry.withDefaultDialect(
                Dialects.getDraft202012(),
                registry -> registry.schemaCacheEnabled(false)
                        .schemaRegistryConfig(CHECKED)
                        .schemaLoader(loader ->
                                loader.allow(iri -> iri.toString().startsWith("https://json-schema.org/draft/"))));
    }

    private static void checkReferences(JsonNode node) {
        for (String reference : List.of("$ref", "$dynamicRef", "$recursiveRef")) {
            JsonNode target = node.path(reference);
            if (target.isString() && !target.stringValue().startsWith("#")) {
                throw bad(reference + " must begin with #, as there is nothing outside of the schema, not "
                        + target.stringValue());
            }
        }
        node.forEach(AnswerSchema::checkReferences);
    }

    private static void checkAgainstDraft(JsonNode node) {
        String draft = node.path("$schema").asString(STANDARD);
        if (!DRAFT.matcher(draft).matches()) {
            throw bad("$schema must be draft 4, 6, 7, 2019-09 or 2020-12 of json-schema.org, not " + draft);
        }
        checkAgainstDraft(node, draft);
    }

    private static void checkAgainstDraft(JsonNode node, String draft) {
        List<Error> errors = DRAFTS.getSchema(SchemaLocation.of(draft)).validate(node);
        if (!errors.isEmpty()) {
            throw bad(described(errors));
        }
    }

    /** {@return the schema as JSON} */
    String text() {
        return text;
    }

    /**
     * Checks data.
     *
     * @return what is wrong with it, empty for nothing
     * @throws PythonException a ValueError when the schema cannot be checked in reasonable time
     */
    String mismatch(JsonNode data) {
        try {
            return described(schema.validate(
                    data,
                    context -> context.executionConfig(
                            config -> config.maxEvaluationSteps(MAX_STEPS).maxEvaluationDepth(MAX_DEPTH))));
        } catch (ValidationLimitExceededException e) {
            throw bad("it refers to itself without end, or takes too many steps to check");
        } catch (SchemaException e) {
            throw bad(e.getMessage());
        } catch (StackOverflowError e) {
            throw bad("it is nested too deeply");
        }
    }

    private static String described(List<Error> errors) {
        String more = errors.size() > SHOWN_ERRORS ? "; and " + (errors.size() - SHOWN_ERRORS) + " more" : "";
        return errors.stream().limit(SHOWN_ERRORS).map(AnswerSchema::described).collect(Collectors.joining("; "))
                + more;
    }

    private static String described(Error error) {
        String place = error.getInstanceLocation().toString();
        String message = (place.isEmpty() ? "" : place + " ") + error.getMessage();
        return message.length() <= SHOWN_CHARACTERS ? message : message.substring(0, SHOWN_CHARACTERS) + "…";
    }

    private static PythonException bad(@Nullable String why) {
        return new PythonException(
                PythonException.Type.VALUE_ERROR, "schema is not a JSON Schema that can be used: " + why);
    }
}
