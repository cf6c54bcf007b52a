package io.rlmgateway.chat;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of requests for several answers.
 *
 * @param most how many answers a request may ask for with {@code n}; each costs as much as a request of its own. An upstream
 *     that gets the request itself may give more
 */
@Validated
@ConfigurationProperties("rlm.choices")
record ChoiceProperties(@DefaultValue("4") int most) {

    ChoiceProperties {
        if (most < 1) {
            throw new IllegalArgumentException("rlm.choices.most must be 1 or more, but is " + most);
        }
    }
}
