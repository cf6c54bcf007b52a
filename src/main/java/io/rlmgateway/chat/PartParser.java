package io.rlmgateway.chat;

import io.rlmgateway.session.Question.Part;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads one part of a message. */
final class PartParser {

    private static final List<String> TYPES = List.of("text", "image_url", "input_audio", "file", "refusal");

    private PartParser() {}

    static Part parse(JsonFields part, Unserved unserved) {
        String type = part.requiredString("type");
        part.choice("type", TYPES);
        return switch (type) {
            case "image_url" -> ImagePart.parse(JsonFields.at(part.path(type), part.required(type)));
            case "input_audio" -> unread(part, unserved, "cannot be 'input_audio': audio is not read.");
            case "file" -> file(JsonFields.at(part.path("file"), part.required("file")));
            default -> new Part.Text(part.requiredString(type));
        };
    }

    /** Only the upstream that gets the request itself reads such a part. */
    private static Part unread(JsonFields part, Unserved unserved, String why) {
        unserved.refuseUnlessRelayed(InvalidRequests.unsupported(part.path("type"), why));
        return new Part.Text("");
    }

    private static Part file(JsonFields file) {
        String id = file.string("file_id");
        String data = file.string("file_data");
        String name = file.string("filename");
        if (id != null && data != null) {
            throw InvalidRequests.value(file.path("file_id"), "give either 'file_id' or 'file_data', not both.");
        }
        if (id != null) {
            return new Part.StoredFile(id, file.path("file_id"));
        }
        if (data == null) {
            throw InvalidRequests.missing(file.path("file_id"));
        }
        return inline(file.path("file_data"), data, name);
    }

    private static Part inline(String path, String data, @Nullable String name) {
        FileData content = FileData.parse(path, data);
        return new Part.InlineFile(
                Objects.requireNonNullElse(name, "document"), content.mediaType(), content::open, path);
    }
}
