package io.rlmgateway.session;

import io.rlmgateway.session.Question.ChatMessage;
import io.rlmgateway.session.Question.Part;
import io.rlmgateway.session.Question.Role;
import java.util.List;
import java.util.regex.Pattern;

/** What a question wants of the text, as far as its words tell; to ask a model would cost as much as a short answer. */
enum QuestionKind {
    /** Something that stands somewhere. */
    LOOKUP,
    /** Something that every part of the text has a share in. */
    WHOLE;

    /** A question stands at an end of a message; what is between may be the text itself. */
    private static final int END = 500;

    private static final Pattern ABOUT_ALL = Pattern.compile(
            "\\b(?:how (?:many|often)|count (?:the|all|every|how)|number of"
                    + "|(?:list|find|name|give|extract|collect|show)(?: me)? (?:all|every|each)|(?:for|of|in) (?:each|every)"
                    + "|(?:most|least) (?:common|frequent|often)|(?:all|every) pairs?|pairs (?:of|that)"
                    + "|(?:share|percentage|proportion|fraction) of|in total|on average|distribution of)\\b",
            Pattern.CASE_INSENSITIVE);

    /** {@return the kind of what the last user message asks} */
    static QuestionKind of(Question question) {
        List<ChatMessage> users = question.messages().stream()
                .filter(message -> message.role() == Role.USER)
                .toList();
        return !users.isEmpty() && users.getLast().parts().stream().anyMatch(QuestionKind::isAboutAll) ? WHOLE : LOOKUP;
    }

    private static boolean isAboutAll(Part part) {
        return part instanceof Part.Text(String text)
                && ABOUT_ALL.matcher(ends(text)).find();
    }

    private static String ends(String text) {
        return text.length() <= 2 * END ? text : text.substring(0, END) + "\n" + text.substring(text.length() - END);
    }
}
