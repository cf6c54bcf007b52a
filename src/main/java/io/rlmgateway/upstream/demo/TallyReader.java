package io.rlmgateway.upstream.demo;

import io.rlmgateway.upstream.demo.Tally.Amount;
import io.rlmgateway.upstream.demo.Tally.Conditions;
import io.rlmgateway.upstream.demo.Tally.Counted;
import io.rlmgateway.upstream.demo.Tally.Want;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Understands a question that counts, lists or sums over the whole text. */
final class TallyReader {

    private static final Map<String, String> DEEDS_OF = Map.ofEntries(
            Map.entry("customer", "bought"),
            Map.entry("client", "bought"),
            Map.entry("buyer", "bought"),
            Map.entry("seller", "sold"),
            Map.entry("writer", "wrote"),
            Map.entry("author", "wrote"),
            Map.entry("sender", "sent"),
            Map.entry("keeper", "kept"),
            Map.entry("winner", "won"),
            Map.entry("builder", "built"),
            Map.entry("owner", "owned"));
    private static final Pattern QUOTED = Pattern.compile("[\"“”`]([^\"“”`]+)[\"“”`]|(?<!\\w)['‘]([^'’]+)['’](?!\\w)");
    private static final Pattern OVER = Pattern.compile(
            "(?i)\\b(?<sign>more than|over|above|greater than|exceeding|less than|under|below|fewer than|at least|at most)\\s+[€$£]?(?<bound>\\d[\\d,.]*\\d|\\d)\\s*(?<unit>[\\p{L}€$£%]*)");
    private static final Pattern CURRENCY =
            Pattern.compile("\\b(?:EUR|USD|GBP|CHF|euros?|dollars?|pounds|crowns|francs)\\b");
    private static final Pattern PARTS =
            Pattern.compile("(?:(?<!^)(?<![?.!] )\\b\\p{Lu}[\\w'’-]*(?: \\p{Lu}[\\w'’-]*)+)|" + Words.TOKEN.pattern());

    private final String question;
    private final Want want;
    private final boolean firm;
    private final List<String> quoted = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<String> content = new ArrayList<>();
    private final List<String> deeds = new ArrayList<>();

    TallyReader(String question) {
        this.question = question.strip();
        this.want = TallyWant.of(this.question);
        this.firm = TallyWant.isFirm(this.question);
    }

    Tally tally() {
        String noun = TallyNoun.of(want, question);
        if (want != Want.RECORD) {
            quote();
            parts(noun);
        }
        Conditions conditions = conditions(noun);
        Counted counted = new Counted(
                noun.isEmpty() || Words.isStop(noun) ? "" : Words.singular(Words.lower(noun)),
                question.matches("(?is).*\\b(?:different|distinct|unique)\\b.*"),
                want == Want.RECORD ? TallyNoun.group(TallyWant.RECORD, question, "id") : "",
                role());
        boolean lines = question.matches("(?is).*\\b(?:lines?|rows?|entries)\\b.*");
        return new Tally(settled(noun, conditions), firm, lines, counted, conditions, amount());
    }

    /** Without any condition, customers are those who bought, and writers those who wrote. */
    private Conditions conditions(String noun) {
        if (want == Want.TIMES && quoted.isEmpty() && names.isEmpty()) {
            names.addAll(content);
        }
        Conditions conditions = new Conditions(quoted, names, content, deeds);
        String deed = DEEDS_OF.get(Words.singular(Words.lower(noun)));
        return conditions.none() && deed != null
                ? new Conditions(List.of(), List.of(), List.of(), List.of(deed))
                : conditions;
    }

    /** A question without a condition has an answer only if it names a kind. */
    private Want settled(String noun, Conditions conditions) {
        boolean none = conditions.none();
        if (want == Want.LIST && none && noun.matches("(?i)people|persons?|characters?|")) {
            boolean named = question.matches("(?is).*\\b(?:names?|people|persons?|characters?)\\b.*");
            return named ? Want.EVERYBODY : Want.NOTHING;
        }
        boolean kindless = none && noun.isEmpty() && want != Want.RECORD;
        return kindless || wordless() ? Want.NOTHING : want;
    }

    /** How often what occurs? */
    private boolean wordless() {
        return want == Want.TIMES && quoted.isEmpty() && names.isEmpty();
    }

    private void quote() {
        Matcher quotation = QUOTED.matcher(question);
        while (quotation.find()) {
            quoted.add((quotation.group(1) == null ? quotation.group(2) : quotation.group(1)).strip());
        }
    }

    private void parts(String noun) {
        String rest = unquoted(noun);
        String group = TallyNoun.group(TallyWant.MOST, question, "kind");
        boolean opening = true;
        Matcher part = PARTS.matcher(rest);
        while (part.find()) {
            String token = part.group();
            boolean first = opening && !Words.isIdentifier(token);
            opening = false;
            if (!first && !isEmpty(token) && !token.equals(noun) && !token.equals(group)) {
                place(token, rest.substring(part.end()).matches("\\W*"));
            }
        }
    }

    private String unquoted(String noun) {
        String rest = OVER.matcher(QUOTED.matcher(question).replaceAll(" ")).replaceAll(" ");
        rest = firm ? rest : TallyWant.withoutContainer(rest);
        rest = noun.matches("ip|email") ? TallyNoun.SHAPE.matcher(rest).replaceAll(" ") : rest;
        return want == Want.SUM ? CURRENCY.matcher(rest).replaceAll(" ") : rest;
    }

    private static boolean isEmpty(String token) {
        return Words.isStop(token) || TallyNoun.UNIT.matcher(token).matches();
    }

    private void place(String token, boolean last) {
        boolean proper = Words.isIdentifier(token)
                || Character.isUpperCase(token.charAt(0))
                || Character.isDigit(token.charAt(0));
        boolean closing = last && question.matches("(?is).*\\bdid\\b.*");
        if (proper) {
            names.add(token);
        } else if (!firm && (closing || Patterns.isDeed(token))) {
            deeds.add(token);
        } else {
            content.add(token);
        }
    }

    private Amount amount() {
        Matcher over = OVER.matcher(question);
        Matcher currency = CURRENCY.matcher(question);
        String unit = currency.find() ? currency.group() : "";
        List<String> measures = List.of("price", "amount", "total", "cost", "value", "quantity");
        if (!over.find()) {
            return new Amount("", "", unit, measures);
        }
        String named = over.group("unit");
        String beside = named.matches("\\p{L}+") && !Words.isStop(named) ? named : unit;
        return new Amount(sign(over.group("sign")), over.group("bound").replace(",", ""), beside, measures);
    }

    private static String sign(String words) {
        return switch (Words.lower(words)) {
            case "less than", "under", "below", "fewer than" -> "<";
            case "at least" -> ">=";
            case "at most" -> "<=";
            default -> ">";
        };
    }

    private String role() {
        if (question.matches("(?is)\\W*when\\b.*")) {
            return "when";
        }
        boolean to = question.matches(
                "(?is).*\\b(?:to whom|whom|receive[sd]?|got|get|addressed|(?:sent|written|mailed) to|who was\\b.*\\bto)\\b.*");
        return to ? "to" : "by";
    }
}
