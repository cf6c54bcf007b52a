package io.rlmgateway.chat;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much work is taken on at once. Beyond it questions are answered with 503 and a time to wait, before anything is spent.
 *
 * @param sessions sessions that run at once; those that have no place in the sandbox yet are among them
 * @param waitingSessions sessions that wait for one of these to end
 * @param sessionWait how long they wait
 * @param direct questions that are answered directly at once; none of them waits
 * @param heap share of the heap that may be in use after a collection of garbage; above it no question is admitted
 * @param drain how long questions that are being answered have to end when the service is stopped; after it sessions are
 *     broken off, to go on when their clients ask again, and streams end with an error
 */
@Validated
@ConfigurationProperties("rlm.admission")
record AdmissionProperties(
        @DefaultValue("32") @Min(1) int sessions,
        @DefaultValue("64") @Min(0) int waitingSessions,
        @DefaultValue("60s") @DurationMin Duration sessionWait,
        @DefaultValue("1000") @Min(1) int direct,

        @DefaultValue("0.9") @DecimalMin("0.1") @DecimalMax("1")
        double heap,

        @DefaultValue("20s") @DurationMin Duration drain) {}
