package io.rlmgateway.upstream.demo;

import io.rlmgateway.upstream.demo.Tally.Amount;
import io.rlmgateway.upstream.demo.Tally.Conditions;
import io.rlmgateway.upstream.demo.Tally.Counted;
import io.rlmgateway.upstream.demo.Tally.Want;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Understands a question that counts, lists or sums over the whole text. */
final class TallyReader {

    private static final String CONTAINER =
            "(?:text|handbook|document|documents|book|log|logs|file|files|novel|report|story|data|manual|list|table|catalog|catalogue|corpus|archive|collection)";
    private static final Pattern QUOTED = Pattern.compile("[\"“”`]([^\"“”`]+)[\"“”`]|(?<!\\w)['‘]([^'’]+)['’](?!\\w)");
    private static final Pattern FIRM = Pattern.compile(
            "(?is).*\\b(?:lines?|entries|entry|rows?|sentences?|paragraphs?)\\b.*\\b(?:mention|contain|include|hold|say|have|has|with|start|that|which|where|are)\\w*\\b.*");
    private static final Pattern TIMES = Pattern.compile(
            "(?is).*\\bhow (?:many times|often)\\b.*\\b(?:occur|appear|mention|used|found|stand|word|contain)\\w*.*");
    private static final Pattern HOW_MANY = Pattern.compile(
            "(?is)(?<before>.*?)\\b(?:how many|count (?:of )?(?:all )?(?:the )?|(?:total )?number of)\\s+(?<rest>.+)");
    private static final Pattern LOOK_UP = Pattern.compile(
            "(?is).*\\b(?:for|at|in|within|after|to|on|by|how)\\s+how many\\b.*|.*\\bhow many\\s+\\w+\\s+(?:long|wide|high|tall|deep|old|away|heavy|large|big)\\b.*");
    private static final Pattern STATED = Pattern.compile(
            "(?is).*\\bhow many\\s+(?:[\\w-]+\\s+){1,3}?(?:is|can|may|could|should|will|would|must|(?:does|do)(?!\\s+(?:the|this|these)\\s+(?:\\w+\\s+)?"
                    + CONTAINER + "\\b))\\b.*");
    private static final Pattern LIST = Pattern.compile(
            "(?is)\\W*(?:please\\s+)?(?:(?<told>list|enumerate|name all|name the|name every|give (?:me )?(?:all|a list)|show (?:me )?(?:all|every)|find (?:all|every)|what are (?:all|the names))|(?:which|what)\\s+(?:[\\p{L}-]+\\s+){0,2}?(?!(?:was|is|does|has)\\b)(?:\\p{L}+s|people|men|women|children)\\s+(?:\\p{L}+ed|bought|have|has|had|were|did|are|mention|contain|appear|belong|went|got|made|took|sold|sent|came|cost|wrote|need|require|own|lie|live|work|lost|won|paid|kept|built|found|held|saw|met)\\b|which lines)(?<rest>.*)");
    private static final Pattern BOUND =
            Pattern.compile("(?is).*\\b(?:can|may|maximum|minimum|at most|default|allowed|limit)\\b.*");
    private static final Pattern WHO = Pattern.compile("(?is)\\W*who\\s+(?:else\\s+)?(?<deed>[\\p{L}]+)\\b.*");
    private static final Pattern RECORD = Pattern.compile(
            "(?is)\\W*(?<ask>who|to whom|whom|when)\\b.*?\\b(?<kind>\\p{L}{3,})\\s+(?:no\\.?\\s*|number\\s+|#)?(?<id>\\d[\\w-]*)(?!\\w)(?!\\.\\d).*");
    private static final Pattern FIELD =
            Pattern.compile("(?s)\\W*(?:What|what|Which|which|Who|who) (?:is|was|are|were) the (?<field>[\\p{Ll}]+)(?: \\p{Ll}+)? (?:of|for) (?<of>.*\\p{Lu}.*)");
    private static final java.util.Map<String, String> DEEDS_OF = java.util.Map.ofEntries(
            java.util.Map.entry("customer", "bought"),
            java.util.Map.entry("client", "bought"),
            java.util.Map.entry("buyer", "bought"),
            java.util.Map.entry("seller", "sold"),
            java.util.Map.entry("writer", "wrote"),
            java.util.Map.entry("author", "wrote"),
            java.util.Map.entry("sender", "sent"),
            java.util.Map.entry("keeper", "kept"),
            java.util.Map.entry("winner", "won"),
            java.util.Map.entry("builder", "built"),
            java.util.Map.entry("owner", "owned"));
    private static final Pattern SHAPE = Pattern.compile("(?i)\\b(?:(IP)s?|e-?mails?)(?: address(?:es)?)?(?!\\w)");
    private static final Pattern EXTENT = Pattern.compile(
            "(?is)\\W*(?:how many|what is the (?:total )?number of)\\s+(?<unit>lines|words|characters|paragraphs)\\s*(?:are there|in total|altogether|is|long|\\s)*\\W*");
    private static final Pattern MOST = Pattern.compile(
            "(?is)\\W*(?:who|which (?<kind>\\p{L}+))\\s+.*\\b(?<sign>most|fewest)\\s+(?<counted>\\p{L}+)\\b.*");
    private static final Pattern SUM = Pattern.compile(
            "(?is).*\\b(?:total (?!number)|sum of|combined|(?:how much)\\b.*\\b(?:in total|altogether|together|overall|spend|spent)\\b).*");
    private static final Pattern OVER = Pattern.compile(
            "(?i)\\b(?<sign>more than|over|above|greater than|exceeding|less than|under|below|fewer than|at least|at most)\\s+[€$£]?(?<bound>\\d[\\d,.]*\\d|\\d)\\s*(?<unit>[\\p{L}€$£%]*)");
    private static final Pattern CURRENCY =
            Pattern.compile("\\b(?:EUR|USD|GBP|CHF|euros?|dollars?|pounds|crowns|francs)\\b");
    private static final Pattern PARTS =
            Pattern.compile("(?:(?<!^)(?<![?.!] )\\b\\p{Lu}[\\w'’-]*(?: \\p{Lu}[\\w'’-]*)+)|" + Words.TOKEN.pattern());
    private static final Pattern UNIT = Pattern.compile(
            "(?i)lines?|rows?|records?|entries|entry|sentences?|paragraphs?|times|occurrences?|word|term|string|phrase|mention\\w*|contain\\w*|appear\\w*|occur\\w*|total|altogether|together|number|count|counted|list|all|include\\w*|there|every|enumerate|names?|different|distinct|unique|start|match\\w*|something|anything|anyone|sum|overall|combined|amount|everyone|everything|things?|each|after|before|since|until|address\\w*");
    private static final Pattern ADJECTIVE = Pattern.compile("(?i)different|distinct|unique|of|the|all|names?|every|such|total");
    private static final Pattern CONTAINING = Pattern.compile(
            "(?i)\\b(?:does|do|did|is|are)\\s+(?:the|this|these)\\s+(?:\\w+\\s+)?" + CONTAINER
                    + "\\s+(?:have|has|name|mention|contain|list|describe|include|hold|know|speak of|tell of)?|\\b(?:in|of|from|throughout|by)\\s+(?:the|this|these|all)?\\s*(?:whole |entire )?"
                    + CONTAINER + "\\b|\\bthe\\s+" + CONTAINER + "\\b");

    private final String question;
    private final Want want;
    private final boolean firm;
    private final List<String> quoted = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final List<String> deeds = new ArrayList<>();

    TallyReader(String question) {
        this.question = question.strip();
        this.want = want();
        this.firm = FIRM.matcher(question).matches() || want == Want.TIMES;
    }

    Tally tally() {
        Amount amount = amount();
        Matcher record = RECORD.matcher(question);
        boolean one = want == Want.RECORD && record.matches();
        String noun = one ? record.group("kind") : noun();
        read(noun, one);
        String agent = singular(noun);
        if (quoted.isEmpty() && names.isEmpty() && words.isEmpty() && deeds.isEmpty() && DEEDS_OF.containsKey(agent)) {
            deeds.add(DEEDS_OF.get(agent));
        }
        Counted counted = new Counted(
                noun.isEmpty() ? "" : singular(noun),
                question.matches("(?is).*\\b(?:different|distinct|unique)\\b.*"),
                one ? record.group("id") : "",
                role());
        Conditions conditions = new Conditions(quoted, names, words, deeds);
        boolean lines = question.matches("(?is).*\\b(?:lines?|rows?|entries)\\b.*");
        return new Tally(settled(noun, conditions), firm, lines, counted, conditions, amount);
    }

    /** A question without a condition has an answer only if it names a kind. */
    private Want settled(String noun, Conditions conditions) {
        if (want == Want.LIST && conditions.none() && noun.matches("(?i)names?|people|persons?|characters?|")) {
            return question.matches("(?is).*\\b(?:names?|people|persons?|characters?)\\b.*")
                    ? Want.EVERYBODY
                    : Want.NOTHING;
        }
        if (want == Want.COUNT && noun.isEmpty() && conditions.none()) {
            return Want.NOTHING;
        }
        if (want == Want.EXTENT) {
            return want;
        }
        boolean nothing = conditions.none() && (noun.isEmpty() || UNIT.matcher(noun).matches());
        boolean word = want != Want.TIMES || !conditions.quoted().isEmpty() || !conditions.names().isEmpty();
        return nothing || !word ? Want.NOTHING : want;
    }

    private Want want() {
        if (TIMES.matcher(question).matches()) {
            return Want.TIMES;
        }
        if (EXTENT.matcher(CONTAINING.matcher(question).replaceAll("")).matches()) {
            return Want.EXTENT;
        }
        if (MOST.matcher(question).matches()) {
            return Want.MOST;
        }
        boolean bound = BOUND.matcher(question).matches();
        if (RECORD.matcher(question).matches()) {
            return Want.RECORD;
        }
        if (!bound && SUM.matcher(question).matches()) {
            return Want.SUM;
        }
        if (isCount(bound)) {
            return Want.COUNT;
        }
        if (!bound && LIST.matcher(question).matches()) {
            return Want.LIST;
        }
        Matcher who = WHO.matcher(question);
        if (FIELD.matcher(question).matches()) {
            return Want.FIELD;
        }
        return who.matches() && Patterns.isDeed(Words.lower(who.group("deed"))) ? Want.WHO : Want.NOTHING;
    }

    private boolean isCount(boolean bound) {
        if (!HOW_MANY.matcher(question).matches() || LOOK_UP.matcher(question).matches()) {
            return false;
        }
        return FIRM.matcher(question).matches()
                || !bound && !STATED.matcher(question).matches();
    }

    /** {@return the noun of what is counted or listed: the first plural after the asking words, as it is written} */
    private String noun() {
        if (want == Want.FIELD) {
            Matcher field = FIELD.matcher(question);
            return field.matches() ? field.group("field") : "";
        }
        if (want == Want.COUNT || want == Want.LIST) {
            Matcher shape = SHAPE.matcher(question);
            if (shape.find()) {
                return shape.group(1) == null ? "email" : "ip";
            }
        }
        if (want == Want.MOST) {
            Matcher most = MOST.matcher(question);
            return most.matches() ? most.group("counted") : "";
        }
        Matcher extent = EXTENT.matcher(CONTAINING.matcher(question).replaceAll(""));
        if (want == Want.EXTENT && extent.matches()) {
            return extent.group("unit");
        }
        String rest = asked();
        List<String> tokens = Words.tokens(rest);
        int seen = 0;
        for (String token : tokens) {
            boolean plural = token.matches("(?i)(?:\\p{L}+[^s\\W]s|people|men|women|children|data)")
                    && !token.matches("(?i)\\p{L}+(?:us|is)");
            if (plural && !ADJECTIVE.matcher(token).matches()) {
                return UNIT.matcher(token).matches() ? "" : token;
            }
            seen += ADJECTIVE.matcher(token).matches() ? 0 : 1;
            if (seen > 3) {
                break;
            }
        }
        return "";
    }

    private String asked() {
        Matcher many = HOW_MANY.matcher(question);
        Matcher list = LIST.matcher(question);
        return switch (want) {
            case COUNT -> many.matches() ? many.group("rest") : "";
            case LIST -> list.matches() && list.group("told") != null
                    ? list.group("rest")
                    : question.replaceFirst("(?i)^\\W*(?:which|what)\\s+", "");
            case SUM -> question.replaceFirst("(?is)^.*?\\b(?:all|of)\\s+(?=[\\p{L}\\s]*$|.*\\bof\\b|.*)", "");
            case NOTHING, WHO, MOST, EXTENT, TIMES, RECORD, FIELD, EVERYBODY -> "";
        };
    }

    private void read(String noun, boolean one) {
        Matcher quotation = QUOTED.matcher(question);
        while (quotation.find()) {
            quoted.add((quotation.group(1) == null ? quotation.group(2) : quotation.group(1)).strip());
        }
        String rest = OVER.matcher(QUOTED.matcher(question).replaceAll(" ")).replaceAll(" ");
        rest = firm ? rest : CONTAINING.matcher(rest).replaceAll(" ");
        rest = noun.matches("ip|email") ? SHAPE.matcher(rest).replaceAll(" ") : rest;
        rest = want == Want.SUM ? CURRENCY.matcher(rest).replaceAll(" ") : rest;
        Matcher most = MOST.matcher(question);
        String group = most.matches() && most.group("kind") != null ? most.group("kind") : "";
        boolean opening = true;
        Matcher part = PARTS.matcher(rest);
        while (part.find() && !one) {
            String token = part.group();
            boolean skipped = (opening && !Words.isIdentifier(token))
                    || Words.isStop(token)
                    || UNIT.matcher(token).matches()
                    || token.equals(noun)
                    || token.equals(group);
            opening = false;
            if (!skipped) {
                place(token, rest.substring(part.end()));
            }
        }
        if (want == Want.TIMES && quoted.isEmpty() && names.isEmpty()) {
            names.addAll(words);
        }
    }

    private void place(String token, String rest) {
        boolean proper = Words.isIdentifier(token)
                || Character.isUpperCase(token.charAt(0))
                || Character.isDigit(token.charAt(0));
        boolean last = rest.matches("\\W*") && question.matches("(?is).*\\bdid\\b.*");
        if (proper) {
            names.add(token);
        } else if (!firm && (last || Patterns.isDeed(token))) {
            deeds.add(token);
        } else {
            words.add(token);
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
        String sign =
                switch (Words.lower(over.group("sign"))) {
                    case "less than", "under", "below", "fewer than" -> "<";
                    case "at least" -> ">=";
                    case "at most" -> "<=";
                    default -> ">";
                };
        String beside = over.group("unit").matches("\\p{L}+") && !Words.isStop(over.group("unit")) ? over.group("unit") : unit;
        return new Amount(sign, over.group("bound").replace(",", ""), beside, measures);
    }

    private String role() {
        if (question.matches("(?is)\\W*when\\b.*")) {
            return "when";
        }
        boolean to = question.matches(
                "(?is).*\\b(?:to whom|whom|receive[sd]?|got|get|addressed|(?:sent|written|mailed) to|who was\\b.*\\bto)\\b.*");
        return to ? "to" : "by";
    }

    private static String singular(String noun) {
        return Words.isStop(noun) ? "" : Words.singular(Words.lower(noun));
    }
}
