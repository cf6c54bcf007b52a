package io.rlmgateway.upstream.openai;

import io.rlmgateway.upstream.Content;
import io.rlmgateway.upstream.Message;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** Puts messages into Spring AI's words. */
final class ChatMessages {

    /** Spring AI only asks whether it is an image. */
    private static final MimeType LINKED_IMAGE = MimeType.valueOf("image/*");

    private ChatMessages() {}

    /**
     * Puts messages into Spring AI's words.
     *
     * @param messages the messages
     * @return the same, in order
     */
    static List<org.springframework.ai.chat.messages.Message> of(List<Message> messages) {
        return messages.stream().map(ChatMessages::of).toList();
    }

    private static org.springframework.ai.chat.messages.Message of(Message message) {
        return switch (message.role()) {
            case SYSTEM -> new SystemMessage(message.text());
            case USER -> user(message);
            case ASSISTANT -> assistant(message);
            case TOOL ->
                ToolResponseMessage.builder()
                        .responses(message.parts(Content.ToolResult.class).stream()
                                .map(result -> new ToolResponseMessage.ToolResponse(
                                        result.callId(), result.name(), result.text()))
                                .toList())
                        .build();
        };
    }

    /** Words beside images travel as media too: Spring AI sends the text of a message before all of its media. */
    private static UserMessage user(Message message) {
        boolean wordsAlone = message.parts().stream().allMatch(Content.Text.class::isInstance);
        return wordsAlone
                ? new UserMessage(message.text())
                : UserMessage.builder()
                        .text("")
                        .media(message.parts().stream()
                                .flatMap(ChatMessages::media)
                                .toList())
                        .build();
    }

    private static Stream<Media> media(Content part) {
        return switch (part) {
            case Content.Text(String text) ->
                Stream.of(Media.builder()
                        .mimeType(MimeTypeUtils.TEXT_PLAIN)
                        .data(text)
                        .build());
            case Content.ImageData data ->
                Stream.of(Media.builder()
                        .mimeType(MimeType.valueOf(data.mediaType()))
                        .data(data.dataUrl())
                        .build());
            case Content.ImageLink(URI url) -> Stream.of(new Media(LINKED_IMAGE, url));
            case Content.ToolCall _, Content.ToolResult _ -> Stream.empty();
        };
    }

    private static AssistantMessage assistant(Message message) {
        List<AssistantMessage.ToolCall> calls = message.parts(Content.ToolCall.class).stream()
                .map(call -> new AssistantMessage.ToolCall(call.id(), "function", call.name(), call.arguments()))
                .toList();
        return AssistantMessage.builder()
                .content(message.text())
                .toolCalls(calls)
                .build();
    }
}
