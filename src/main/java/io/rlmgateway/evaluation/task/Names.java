package io.rlmgateway.evaluation.task;

import java.util.ArrayList;
import java.util.List;

/** Names of towns and people. */
final class Names {

    static final List<String> TOWNS = List.of(
            "Lisbon",
            "Oslo",
            "Dublin",
            "Prague",
            "Athens",
            "Turin",
            "Ghent",
            "Riga",
            "Vilnius",
            "Porto",
            "Bergen",
            "Graz",
            "Leiden",
            "Tartu",
            "Malaga",
            "Lyon",
            "Split",
            "Bremen",
            "Krakow",
            "Valencia",
            "Aarhus",
            "Bari",
            "Cork",
            "Delft",
            "Essen",
            "Florence",
            "Geneva",
            "Haarlem",
            "Innsbruck",
            "Jena",
            "Kaunas",
            "Linz");

    private static final List<String> FIRST = List.of(
            "Ines", "Tomas", "Nora", "Pavel", "Greta", "Omar", "Livia", "Anton", "Marta", "Henrik", "Celia", "Bruno");
    private static final List<String> LAST = List.of(
            "Duarte",
            "Berg",
            "Quinn",
            "Hruska",
            "Lindqvist",
            "Haddad",
            "Moreau",
            "Keller",
            "Sorensen",
            "Vidal",
            "Novak",
            "Farrell");

    /** First and last names, each pair once. */
    static final List<String> PEOPLE = people();

    private Names() {}

    private static List<String> people() {
        List<String> people = new ArrayList<>();
        for (String first : FIRST) {
            for (String last : LAST) {
                people.add(first + " " + last);
            }
        }
        return List.copyOf(people);
    }
}
