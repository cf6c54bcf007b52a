package io.rlmgateway.tracing;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What traces tell.
 *
 * @param content whether spans of calls to models carry the prompts and the replies, which may be confidential
 */
@ConfigurationProperties("rlm.tracing")
record TracingProperties(@DefaultValue("false") boolean content) {}
