package io.rlmgateway.evaluation.task;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer of an example of OOLONG-synth, judged by the rules of its authors (github.com/abertsch72/oolong): what stands
 * after the last colon must be the answer; a number that is wrong by n scores 0.75 to the power of n; a date may be
 * written in another way.
 *
 * @param value the true answer, taken out of its list
 * @param type as {@code ANSWER_TYPE.NUMERIC}
 */
record OolongSynth(String value, String type) implements Expected {

    private static final int SHORT = 20;
    private static final List<String> COMPARISONS = List.of("more common", "less common", "same frequency");
    private static final Pattern DATE = Pattern.compile("\\[datetime\\.date\\((\\d+), (\\d+), (\\d+)\\)]");
    private static final Pattern QUOTED = Pattern.compile("^\\[?\\s*(['\"])(.*?)\\1\\s*(?:,.*)?]?$");
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.ISO_LOCAL_DATE,
            form("MMM d[','] yyyy"),
            form("MMMM d[','] yyyy"),
            form("d MMM yyyy"),
            form("d MMMM yyyy"),
            form("M/d/yyyy"));

    /**
     * An answer as the data set has it: a list of Python with one element.
     *
     * @param raw as {@code ['spam']}, {@code [12]} or {@code [datetime.date(2023, 5, 8)]}
     * @param type the example's answer type
     */
    static OolongSynth of(String raw, String type) {
        Matcher date = DATE.matcher(raw.strip());
        if (date.matches()) {
            LocalDate day = LocalDate.of(number(date, 1), number(date, 2), number(date, 3));
            return new OolongSynth(day.toString(), type);
        }
        Matcher quoted = QUOTED.matcher(raw.strip());
        String value = quoted.matches() ? quoted.group(2) : raw.replaceAll("^\\s*\\[|]\\s*$", "");
        return new OolongSynth(value.strip(), type);
    }

    @Override
    public Score score(String answer) {
        String given = given(answer);
        if (given.equals(value) || (COMPARISONS.contains(given) && value.contains(given))) {
            return Score.RIGHT;
        }
        return switch (type) {
            case "ANSWER_TYPE.NUMERIC" -> numeric(given);
            case "ANSWER_TYPE.DATE" -> Score.of(isDay(given));
            default -> Score.WRONG;
        };
    }

    @Override
    public String text() {
        return value;
    }

    private Score numeric(String given) {
        OptionalLong one = Count.number(value);
        OptionalLong other = Count.number(given);
        return one.isPresent() && other.isPresent() ? Count.near(one.getAsLong(), other.getAsLong()) : Score.WRONG;
    }

    private static String given(String answer) {
        String text = answer.strip();
        if (!text.contains(":")) {
            return text.length() < SHORT ? text : text.substring(text.lastIndexOf(' ') + 1);
        }
        String given = text.substring(text.lastIndexOf(':') + 1)
                .replaceAll("[*\\[\\]]", "")
                .strip();
        return given.length() < SHORT
                ? given
                : COMPARISONS.stream().filter(given::contains).findFirst().orElse(given);
    }

    private boolean isDay(String given) {
        return DATES.stream().anyMatch(form -> {
            try {
                return LocalDate.parse(given, form).toString().equals(value);
            } catch (DateTimeParseException e) {
                return false;
            }
        });
    }

    private static int number(Matcher date, int group) {
        return Integer.parseInt(date.group(group));
    }

    private static DateTimeFormatter form(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(Locale.ENGLISH);
    }
}
