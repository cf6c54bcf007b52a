package io.rlmgateway.chat;

import io.rlmgateway.session.Question;

/**
 * A request in all its forms.
 *
 * @param question what is asked
 * @param chat the request, checked
 * @param body the request as it came
 * @param envelope what the answer comes in
 */
record Asked(Question question, ChatRequest chat, HeldBody body, Envelope envelope) {}
