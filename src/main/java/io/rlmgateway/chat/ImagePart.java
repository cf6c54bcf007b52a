package io.rlmgateway.chat;

import io.rlmgateway.session.Question.Part;
import io.rlmgateway.upstream.Content;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import org.springframework.util.unit.DataSize;

/** Reads an {@code image_url}: a data URL, or an http or https address, which the upstream fetches and nobody here. */
final class ImagePart {

    /** What OpenAI's guide "Images and vision" names. */
    private static final List<String> MEDIA_TYPES = List.of("image/png", "image/jpeg", "image/gif", "image/webp");

    /** What no model takes, and a session would hold and send over and over. */
    private static final DataSize LARGEST = DataSize.ofMegabytes(20);

    private ImagePart() {}

    static Part parse(JsonFields image) {
        String path = image.path("url");
        String url = image.requiredString("url");
        String detail = image.string("detail");
        if (detail != null) {
            image.choice("detail", List.of("auto", "low", "high", "original"));
        }
        return new Part.Image(
                url.regionMatches(true, 0, "data:", 0, 5) ? data(path, url) : new Content.ImageLink(link(path, url)),
                path);
    }

    private static Content data(String path, String url) {
        FileData data = FileData.parse(path, url);
        String type = data.mediaType() == null ? "" : data.mediaType().toLowerCase(Locale.ROOT);
        if (!MEDIA_TYPES.contains(type)) {
            throw InvalidRequests.value(path, type, MEDIA_TYPES);
        }
        Content.ImageData image = new Content.ImageData(type, data.text().substring(data.start()));
        if (image.bytes() > LARGEST.toBytes()) {
            throw InvalidRequests.value(
                    path,
                    String.format(
                            Locale.ROOT,
                            "the image has %,d bytes, the most is %,d. Make it smaller, or give its address.",
                            image.bytes(),
                            LARGEST.toBytes()));
        }
        return image;
    }

    private static URI link(String path, String url) {
        try {
            URI address = new URI(url);
            String scheme =
                    address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
            if (address.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
                return address;
            }
        } catch (URISyntaxException e) {
            throw InvalidRequests.value(path, "it is no address: " + e.getReason() + ".");
        }
        throw InvalidRequests.value(path, "expected a data URL, or an http or https address.");
    }
}
