package io.rlmgateway.upstream.openai;

/** By which name a server takes the cap of a reply. */
enum OutputLimitParameter {
    /** OpenAI's own, which refuses the older name for reasoning models. */
    MAX_COMPLETION_TOKENS,
    /** Most compatible servers, of which some do not know the newer name. */
    MAX_TOKENS
}
