package io.rlmgateway.session;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How later requests of a conversation go on with the Python of earlier ones.
 *
 * @param goOn whether they do, unless a request says otherwise
 * @param requests requests at most whose cells are run again; beyond it a request begins with a new Python
 * @param cells cells at most that are run again
 * @param cellTime time at most that these cells took at first, without their waiting for models
 */
record ConversationProperties(
        @DefaultValue("true") boolean goOn,
        @DefaultValue("20") @Positive int requests,
        @DefaultValue("200") @Positive int cells,
        @DefaultValue("30s") Duration cellTime) {}
