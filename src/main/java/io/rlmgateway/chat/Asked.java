package io.rlmgateway.chat;

import io.rlmgateway.access.Tab;
import io.rlmgateway.session.Question;

/**
 * A request in all its forms.
 *
 * @param question what is asked
 * @param chat the request, checked
 * @param body the request as it came
 * @param tab where what it uses is booked
 */
record Asked(Question question, ChatRequest chat, HeldBody body, Tab tab) {}
