package io.rlmgateway.chat;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of chat completions.
 *
 * @param maxBody largest request body; larger texts go through {@code /v1/files}
 * @param bodyRoom bytes of all request bodies that are held in memory at once, until they are answered; those of up to
 *     64 KB are not counted, and one that is larger than this is held alone
 * @param bodyWait how long a request waits for that room before it is answered with 503
 * @param strict refuses unknown parameters instead of ignoring them
 * @param keepAlive silence after which a stream gets a comment and a waiting answer a newline
 * @param heartbeat time after which a stream gets a real chunk
 * @param hold how long an answer without stream keeps its status line back, so that failures keep their status
 * @param streamHold the same for a stream
 */
@ConfigurationProperties("rlm.chat")
record ChatProperties(
        @DefaultValue("256MB") DataSize maxBody,
        @DefaultValue("512MB") DataSize bodyRoom,
        @DefaultValue("10s") Duration bodyWait,
        @DefaultValue("false") boolean strict,
        @DefaultValue("3s") Duration keepAlive,
        @DefaultValue("30s") Duration heartbeat,
        @DefaultValue("10s") Duration hold,
        @DefaultValue("1s") Duration streamHold) {}
