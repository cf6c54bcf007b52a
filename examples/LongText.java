import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes English texts of any length together with questions whose exact answers are known.
 *
 * <p>The same kind, length and seed always give the same text. Memory does not grow with the length. One file without
 * a package, so that {@code java examples/LongText.java --length 2m} runs it as it is.
 */
public final class LongText {

    private static final String USAGE = "usage: java LongText.java [--kind needle|orders|handbook|letters]"
            + " [--length 2m] [--seed 7] [--output FILE] [--answers]\n"
            + "  --length   characters, as 5000, 300k, 2m or 1g; the text ends with the first whole paragraph after it\n"
            + "  --answers  instead of the text, lines of: type, question, answer (tab-separated)";

    private LongText() {}

    /**
     * Prints a text, or its questions and answers.
     *
     * @param arguments as the usage says; it is printed for {@code --help}
     * @throws IOException when the output cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        Map<String, String> options;
        long length;
        long seed;
        try {
            options = options(arguments);
            length = characters(options.getOrDefault("length", "2m"));
            seed = Long.parseLong(options.getOrDefault("seed", "7"));
            kind(options.getOrDefault("kind", "needle"), length, seed);
        } catch (IllegalArgumentException problem) {
            System.err.println(problem.getMessage() + "\n" + USAGE);
            System.exit(2);
            return;
        }
        if (options.containsKey("help")) {
            System.out.println(USAGE);
            return;
        }
        String kind = options.getOrDefault("kind", "needle");
        try (Writer output = output(options)) {
            if (options.containsKey("answers")) {
                for (String line : write(kind, length, seed, Writer.nullWriter())) {
                    output.append(line).append('\n');
                }
            } else {
                write(kind, length, seed, output);
            }
        }
    }

    /**
     * Writes one text.
     *
     * @param kind needle, orders, handbook or letters
     * @param length in characters; the text is not shorter, and longer by less than its last paragraph and by the
     *     facts that found no room before
     * @param seed what the text is made from
     * @param text where the text goes
     * @return one line a question: its type (look-up, list, count, sum, compare or absent), the question, and the
     *     answer, which is empty when the text does not hold it; separated by tabs
     */
    public static List<String> write(String kind, long length, long seed, Appendable text) {
        Page page = new Page(text);
        Kind author = kind(kind, length, seed);
        while (page.written < length) {
            author.writeNext(page);
        }
        author.finish(page);
        List<String> lines = new ArrayList<>();
        author.questions().forEach(question -> lines.add(question.line()));
        return lines;
    }

    private static Kind kind(String name, long length, long seed) {
        Random random = new Random(seed);
        return switch (name) {
            case "needle" -> new Needle(length, random);
            case "orders" -> new Orders(random);
            case "handbook" -> new Handbook(random);
            case "letters" -> new Letters(length, random);
            default -> throw new IllegalArgumentException("There is no kind '" + name + "'.");
        };
    }

    private static Map<String, String> options(String[] arguments) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            String name = arguments[i].replaceFirst("^--", "");
            switch (name) {
                case "answers", "help" -> options.put(name, "");
                case "kind", "length", "seed", "output" -> {
                    if (++i == arguments.length) {
                        throw new IllegalArgumentException("--" + name + " needs a value.");
                    }
                    options.put(name, arguments[i]);
                }
                default -> throw new IllegalArgumentException("There is no option '" + arguments[i] + "'.");
            }
        }
        return options;
    }

    private static long characters(String length) {
        String number = length.toLowerCase(Locale.ROOT);
        int unit = "kmg".indexOf(number.charAt(number.length() - 1));
        if (unit < 0) {
            return Long.parseLong(number);
        }
        return Long.parseLong(number.substring(0, number.length() - 1)) * (long) Math.pow(1000, unit + 1);
    }

    private static Writer output(Map<String, String> options) throws IOException {
        if (options.containsKey("output")) {
            return Files.newBufferedWriter(Path.of(options.get("output")), StandardCharsets.UTF_8);
        }
        PrintStream console = System.out;
        return new BufferedWriter(new OutputStreamWriter(console, StandardCharsets.UTF_8));
    }

    /** A question and what the text says to it; the answer is empty when it says nothing. */
    private record Question(String type, String text, String answer) {
        String line() {
            return type + "\t" + text + "\t" + answer;
        }
    }

    /** Counts what is written. */
    private static final class Page {
        private final Appendable text;
        private long written;

        Page(Appendable text) {
            this.text = text;
        }

        void write(String paragraph) {
            try {
                text.append(paragraph);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            written += paragraph.length();
        }
    }

    /** One kind of text, written a paragraph at a time. */
    private interface Kind {
        void writeNext(Page page);

        default void finish(Page page) {}

        List<Question> questions();
    }

    /** Sentences spread evenly over a text, each once. */
    private static final class Planted {
        private final List<String> facts;
        private final List<Long> places = new ArrayList<>();
        private int next;

        Planted(List<String> facts, long length, Random random) {
            this.facts = new ArrayList<>(facts);
            Collections.shuffle(this.facts, random);
            double room = (double) length / facts.size();
            for (int i = 0; i < facts.size(); i++) {
                places.add((long) (room * (i + random.nextDouble())));
            }
        }

        boolean isDue(Page page) {
            return next < facts.size() && page.written >= places.get(next);
        }

        boolean isLeft() {
            return next < facts.size();
        }

        String take() {
            return facts.get(next++);
        }
    }

    /** Everyday sentences without digits, names of people or anything the questions ask about. */
    private static final class Prose {
        private static final List<String> TIMES = List.of(
                "In early summer",
                "After the first frost",
                "On market days",
                "Before the rains came",
                "During the long winter",
                "When the harvest was in",
                "Toward evening",
                "In those years",
                "On Sundays",
                "Once the snow had melted");
        private static final List<String> PEOPLE = List.of(
                "the bakers of the old quarter",
                "the weavers",
                "the schoolteachers",
                "two brothers from the hills",
                "the town council",
                "the fishermen",
                "the gardeners of the upper terraces",
                "the apprentices",
                "the postmaster and his wife",
                "the choir",
                "the clockmakers",
                "the families by the river");
        private static final List<String> DEEDS = List.of(
                "argued about the price of flour",
                "repaired the roofs along the main street",
                "met in the hall behind the church",
                "told the same stories as their grandparents",
                "planted pear trees beside the road",
                "waited for news from the coast",
                "carried the lanterns through the square",
                "counted the barrels in the cellar",
                "painted the shutters green",
                "sang until the candles were low",
                "watched the clouds over the ridge",
                "mended nets and sharpened knives");
        private static final List<String> ENDS = List.of(
                "and nobody thought it strange",
                "as their parents had done",
                "while the children ran ahead",
                "although the weather was against them",
                "and the evening grew quiet",
                "without asking for anything in return",
                "because there was little else to do",
                "and then went home");

        private final Random random;

        Prose(Random random) {
            this.random = random;
        }

        String sentence() {
            return pick(TIMES, random) + " " + pick(PEOPLE, random) + " " + pick(DEEDS, random) + " "
                    + pick(ENDS, random) + ".";
        }

        String sentences(int count) {
            StringBuilder sentences = new StringBuilder(sentence());
            for (int i = 1; i < count; i++) {
                sentences.append(' ').append(sentence());
            }
            return sentences.toString();
        }
    }

    /** Prose in which a few facts stand, each once, far apart. */
    private static final class Needle implements Kind {
        private static final int OF_EACH = 4;

        private final List<String> cities =
                new ArrayList<>(List.of("Lisbon", "Oslo", "Zürich", "Dublin", "Prague", "Athens", "Turin", "Ghent"));
        private final List<String> rivers = new ArrayList<>(List.of("Tarn", "Drava", "Ebro", "Oder", "Tweed", "Mosel"));
        private final List<String> capes = new ArrayList<>(
                List.of("Cape Morro", "Cape Wrath", "Cape Clear", "Cape Sable", "Cape Farewell", "Cape Otway"));
        private final List<String> keepers = new ArrayList<>(
                List.of("Ines Duarte", "Tomas Berg", "Nora Quinn", "Pavel Hruska", "Greta Lindqvist", "Omar Haddad"));
        private final List<String> codes = new ArrayList<>();
        private final List<Integer> lengths = new ArrayList<>();
        private final Planted planted;
        private final Prose prose;
        private final Random random;

        Needle(long length, Random random) {
            List.of(cities, rivers, capes, keepers).forEach(names -> Collections.shuffle(names, random));
            List<String> facts = new ArrayList<>();
            int metres = 100;
            for (int i = 0; i < OF_EACH; i++) {
                codes.add(String.valueOf((i + 1) * 2000 + random.nextInt(2000)));
                metres += 1 + random.nextInt(200);
                lengths.add(metres);
                facts.add("The access code of the vault in " + cities.get(i) + " is " + codes.get(i) + ".");
                facts.add("The bridge over the " + rivers.get(i) + " is " + metres + " metres long.");
                facts.add("The lighthouse at " + capes.get(i) + " is kept by " + keepers.get(i) + ".");
            }
            this.planted = new Planted(facts, length, random);
            this.prose = new Prose(random);
            this.random = random;
        }

        @Override
        public void writeNext(Page page) {
            String before = prose.sentences(1 + random.nextInt(4));
            String fact = planted.isDue(page) ? " " + planted.take() : "";
            page.write(before + fact + " " + prose.sentences(1 + random.nextInt(4)) + "\n\n");
        }

        @Override
        public void finish(Page page) {
            while (planted.isLeft()) {
                page.write(prose.sentence() + " " + planted.take() + " " + prose.sentence() + "\n\n");
            }
        }

        @Override
        public List<Question> questions() {
            List<Question> questions = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                questions.add(lookUp("What is the access code of the vault in " + cities.get(i) + "?", codes.get(i)));
                questions.add(lookUp(
                        "How many metres long is the bridge over the " + rivers.get(i) + "?", "" + lengths.get(i)));
                questions.add(lookUp("Who keeps the lighthouse at " + capes.get(i) + "?", keepers.get(i)));
            }
            questions.add(new Question(
                    "list",
                    "Which cities have a vault?",
                    String.join(", ", new TreeSet<>(cities.subList(0, OF_EACH)))));
            questions.add(new Question("count", "How many lighthouses does the text name?", "" + OF_EACH));
            questions.add(new Question(
                    "compare",
                    "Which bridge is longer, the bridge over the " + rivers.get(0) + " or the bridge over the "
                            + rivers.get(3) + "?",
                    rivers.get(3)));
            questions.add(absent("What is the access code of the vault in " + cities.get(OF_EACH) + "?"));
            questions.add(absent("Who keeps the lighthouse at " + capes.get(OF_EACH) + "?"));
            return questions;
        }
    }

    /** One order a line, to be found, counted and summed. */
    private static final class Orders implements Kind {
        private static final List<String> CUSTOMERS = List.of(
                "Alice Moreno",
                "Ben Okafor",
                "Carla Jensen",
                "David Novak",
                "Elena Petrova",
                "Farid Rahimi",
                "Grace Kim",
                "Hugo Lambert",
                "Irene Costa",
                "Jonas Weber");
        private static final List<String> GOODS =
                List.of("lamps", "chairs", "kettles", "blankets", "bicycles", "radios", "mirrors", "clocks");

        private final Random random;
        private final Random sampling;
        private final Map<String, Integer> ordersOf = new TreeMap<>();
        private final Map<String, BigDecimal> paidBy = new TreeMap<>();
        private final Map<String, Integer> piecesOf = new TreeMap<>();
        private int orders;
        private int day;
        private Question first = lookUp("", "");
        private Question second = lookUp("", "");

        Orders(Random random) {
            this.random = random;
            this.sampling = new Random(random.nextLong());
        }

        @Override
        public void writeNext(Page page) {
            orders++;
            day += random.nextInt(50) == 0 ? 1 : 0;
            String customer = pick(CUSTOMERS, random);
            String goods = pick(GOODS, random);
            int pieces = 2 + random.nextInt(8);
            BigDecimal price = BigDecimal.valueOf(500 + random.nextInt(20_000), 2);
            page.write("Order " + number() + ": " + customer + " bought " + pieces + " " + goods + " for " + price
                    + " EUR on " + java.time.LocalDate.of(2020, 1, 1).plusDays(day) + ".\n");
            ordersOf.merge(customer, 1, Integer::sum);
            paidBy.merge(customer, price, BigDecimal::add);
            piecesOf.merge(goods, pieces, Integer::sum);
            // each order so far is equally likely to be the one asked about
            if (sampling.nextInt(orders) == 0) {
                first = lookUp("Who placed order " + number() + "?", customer);
            }
            if (sampling.nextInt(orders) == 0) {
                second = lookUp("How much did order " + number() + " cost in EUR?", price.toPlainString());
            }
        }

        private int number() {
            return 10_000 + orders;
        }

        @Override
        public List<Question> questions() {
            List<Question> questions = new ArrayList<>(List.of(first, second));
            String customer = ordersOf.keySet().iterator().next();
            String goods = piecesOf.keySet().iterator().next();
            questions.add(new Question("count", "How many orders are there?", "" + orders));
            questions.add(
                    new Question("count", "How many orders did " + customer + " place?", "" + ordersOf.get(customer)));
            questions.add(new Question(
                    "sum",
                    "What is the total amount in EUR of all orders of " + customer + "?",
                    paidBy.get(customer).toPlainString()));
            questions.add(new Question(
                    "sum", "How many " + goods + " were bought in all orders together?", "" + piecesOf.get(goods)));
            questions.add(new Question("list", "Who bought something?", String.join(", ", ordersOf.keySet())));
            questions.add(absent("Who placed order " + (number() + 1 + random.nextInt(100)) + "?"));
            questions.add(absent("How many orders did Yvonne Zimmer place?"));
            return questions;
        }
    }

    /** A reference manual: one setting a section, each with its default. */
    private static final class Handbook implements Kind {
        private static final List<String> PARTS =
                List.of("cache", "index", "replica", "journal", "session", "network", "storage", "query", "backup");
        private static final List<String> THINGS =
                List.of("writer", "reader", "cleaner", "scheduler", "buffer", "queue", "monitor", "archive", "lease");
        private static final List<String> MEASURES =
                List.of("interval", "timeout", "delay", "limit", "age", "size", "depth");

        private final Random random;
        private final Random sampling;
        private final Prose prose;
        private final int offset;
        private final List<Setting> sampled = new ArrayList<>();
        private int sections;
        private int restarts;

        /** One section's facts. */
        private record Setting(String name, int standard, int largest, String unit) {}

        Handbook(Random random) {
            this.random = random;
            this.sampling = new Random(random.nextLong());
            this.prose = new Prose(random);
            this.offset = random.nextInt(names());
        }

        @Override
        public void writeNext(Page page) {
            String name = name(sections);
            int standard = 5 * (1 + random.nextInt(200));
            Setting setting = new Setting(name, standard, standard * (2 + random.nextInt(30)), unit(name));
            boolean restart = random.nextInt(4) == 0;
            page.write("Section " + ++sections + ". " + name + "\n\nThe setting " + name + " belongs to the "
                    + name.substring(0, name.indexOf('_')) + " part of the server. The default of " + name + " is "
                    + standard + " " + setting.unit + ". The largest value of " + name + " is " + setting.largest + " "
                    + setting.unit + ". A change of " + name
                    + (restart ? " needs a restart." : " takes effect at once.")
                    + " A story from practice: " + prose.sentences(1 + random.nextInt(5)) + "\n\n");
            restarts += restart ? 1 : 0;
            sample(setting);
        }

        /** Each section so far is equally likely to be one of the few asked about. */
        private void sample(Setting setting) {
            if (sampled.size() < 4) {
                sampled.add(setting);
                return;
            }
            int place = sampling.nextInt(sections);
            if (place < sampled.size()) {
                sampled.set(place, setting);
            }
        }

        /** Names come in a seeded order; from their second round on they carry the round's number. */
        private String name(int section) {
            int index = (int) ((offset + section * 257L) % names());
            int round = section / names();
            return PARTS.get(index % 9) + "_" + THINGS.get(index / 9 % 9) + "_" + MEASURES.get(index / 81)
                    + (round == 0 ? "" : "_" + (round + 1));
        }

        private static int names() {
            return PARTS.size() * THINGS.size() * MEASURES.size();
        }

        private static String unit(String name) {
            if (name.contains("_limit") || name.contains("_depth")) {
                return "entries";
            }
            return name.contains("_size") ? "kilobytes" : "seconds";
        }

        @Override
        public List<Question> questions() {
            List<Question> questions = new ArrayList<>();
            for (Setting setting : sampled) {
                questions.add(
                        lookUp("What is the default of " + setting.name + "?", setting.standard + " " + setting.unit));
                questions.add(lookUp(
                        "What is the largest value of " + setting.name + "?", setting.largest + " " + setting.unit));
            }
            Setting one = sampled.get(0);
            Setting other = sampled.get(sampled.size() - 1);
            if (one.standard != other.standard) {
                questions.add(new Question(
                        "compare",
                        "Which default is the larger number, that of " + one.name + " or that of " + other.name + "?",
                        one.standard > other.standard ? one.name : other.name));
            }
            questions.add(new Question("count", "How many settings need a restart after a change?", "" + restarts));
            questions.add(new Question("count", "How many sections does the handbook have?", "" + sections));
            questions.add(absent("What is the default of kernel_printer_temperature?"));
            questions.add(absent("What is the largest value of compass_needle_angle?"));
            return questions;
        }
    }

    /** Letters with a head, small talk, and now and then a sale. */
    private static final class Letters implements Kind {
        private static final List<String> WRITERS = List.of(
                "Clara Weiss", "Otto Brandt", "Henrik Aas", "Maria Vidal", "Peter Lang", "Sofia Marin", "Emil Roth");
        private static final List<String> GOODS = List.of(
                "the grey mare", "the orchard", "the corner house", "the silver watch", "the sawmill", "the old piano");

        private final Random random;
        private final Prose prose;
        private final Planted planted;
        private final List<String> buyers = new ArrayList<>(
                List.of("Jakob Stern", "Anna Keller", "Luis Ortega", "Ida Holm", "Karl Fuchs", "Vera Popova"));
        private final List<Integer> prices = new ArrayList<>();
        private final Map<String, Integer> lettersOf = new TreeMap<>();
        private String firstWriter = "";
        private int letters;

        Letters(long length, Random random) {
            this.random = random;
            this.prose = new Prose(random);
            Collections.shuffle(buyers, random);
            List<String> sales = new ArrayList<>();
            for (int i = 0; i < GOODS.size(); i++) {
                prices.add(20 * (i + 1) + random.nextInt(20));
                sales.add("Last week I sold " + GOODS.get(i) + " to " + buyers.get(i) + " for " + prices.get(i)
                        + " crowns.");
            }
            this.planted = new Planted(sales, length, random);
        }

        @Override
        public void writeNext(Page page) {
            letter(page, planted.isDue(page) ? planted.take() + " " : "");
        }

        @Override
        public void finish(Page page) {
            while (planted.isLeft()) {
                letter(page, planted.take() + " ");
            }
        }

        private void letter(Page page, String sale) {
            int writer = random.nextInt(WRITERS.size());
            int reader = (writer + 1 + random.nextInt(WRITERS.size() - 1)) % WRITERS.size();
            String from = WRITERS.get(writer);
            page.write("Letter " + ++letters + "\nFrom: " + from + "\nTo: " + WRITERS.get(reader) + "\nDate: "
                    + java.time.LocalDate.of(1902, 3, 1).plusDays(letters * 3L % 3000) + "\n\n"
                    + prose.sentences(2 + random.nextInt(4)) + " " + sale + prose.sentences(1 + random.nextInt(3))
                    + "\n\n");
            lettersOf.merge(from, 1, Integer::sum);
            firstWriter = letters == 1 ? from : firstWriter;
        }

        @Override
        public List<Question> questions() {
            List<Question> questions = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                questions.add(lookUp("To whom was " + GOODS.get(i) + " sold?", buyers.get(i)));
                questions.add(lookUp("For how many crowns was " + GOODS.get(i) + " sold?", "" + prices.get(i)));
            }
            questions.add(lookUp("Who wrote letter 1?", firstWriter));
            questions.add(new Question(
                    "count", "How many letters did " + firstWriter + " write?", "" + lettersOf.get(firstWriter)));
            questions.add(new Question("count", "How many letters are there?", "" + letters));
            questions.add(new Question(
                    "compare",
                    "Which was sold for more crowns, " + GOODS.get(1) + " or " + GOODS.get(4) + "?",
                    GOODS.get(4)));
            questions.add(absent("For how many crowns was the fishing boat sold?"));
            questions.add(absent("To whom was the telescope sold?"));
            return questions;
        }
    }

    private static Question lookUp(String question, String answer) {
        return new Question("look-up", question, answer);
    }

    private static Question absent(String question) {
        return new Question("absent", question, "");
    }

    private static String pick(List<String> words, Random random) {
        return words.get(random.nextInt(words.size()));
    }
}
