package io.rlmgateway.session;

import io.rlmgateway.repl.ReplFunction.Attributes;
import io.rlmgateway.repl.ReplFunction.MarkedAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text whose quotations were looked up in the text that the sub-model had; those that are not there are marked. */
record QuotedAnswer() implements AnswerForm {

    static final String NOT_FOUND = " [not found in the text]";
    static final String NONE = "\n[no quotation supports this answer]";

    private static final Pattern QUOTE =
            Pattern.compile("<quote>(.*?)</quote>", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private static final Pattern END = Pattern.compile("</quote>", Pattern.CASE_INSENSITIVE);

    @Override
    public String instruction() {
        return PromptTexts.quotations();
    }

    @Override
    public @Nullable Map<String, Object> responseFormat() {
        return null;
    }

    @Override
    public Reading read(String reply, String given) {
        QuotedText text = new QuotedText(given);
        List<Attributes> quotes = new ArrayList<>();
        Matcher quote = QUOTE.matcher(reply);
        // without an end each beginning would be followed to the end of the text
        quote.region(0, lastEnd(reply));
        StringBuilder shown = new StringBuilder();
        while (quote.find()) {
            String words = quote.group(1).strip();
            QuotedText.Place place = text.find(words);
            quotes.add(attributes(words, place));
            quote.appendReplacement(
                    shown, Matcher.quoteReplacement('"' + words + '"' + (place == null ? NOT_FOUND : "")));
        }
        quote.appendTail(shown);
        if (quotes.isEmpty()) {
            shown.append(NONE);
        }
        Map<String, @Nullable Object> marks = new LinkedHashMap<>();
        marks.put("quotes", quotes);
        return new Reading.Fits(new MarkedAnswer(shown.toString(), marks));
    }

    private static int lastEnd(String reply) {
        Matcher end = END.matcher(reply);
        int last = 0;
        while (end.find()) {
            last = end.end();
        }
        return last;
    }

    private static Attributes attributes(String words, QuotedText.@Nullable Place place) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("text", words);
        fields.put("found", place != null);
        fields.put("start", place == null ? null : place.start());
        fields.put("end", place == null ? null : place.end());
        return new Attributes("Quote", fields);
    }
}
