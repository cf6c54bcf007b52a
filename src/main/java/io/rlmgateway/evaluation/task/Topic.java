package io.rlmgateway.evaluation.task;

import java.util.List;
import java.util.Random;

/** What customers write about; no message says the topic's name. */
enum Topic {
    LATE_PARCEL(
            "late parcel",
            "My %s should have been here last week and I am still waiting.",
            "Nobody can tell me where my %s is, it was due days ago.",
            "The courier has put off bringing the %s once more.",
            "I ordered the %s for a birthday that is over by now."),
    WRONG_BILL(
            "wrong bill",
            "You have charged me twice for the same %s.",
            "The invoice lists a %s that I never bought.",
            "The price on my statement for the %s is higher than the one in the shop.",
            "Why was the rebate on the %s not taken off the sum I had to pay?"),
    PRAISE(
            "praise",
            "The %s is a delight, thank you so much.",
            "I have never owned a better %s.",
            "Everyone at home admires the new %s.",
            "Please tell your workshop that the %s is wonderful."),
    DAMAGE(
            "damaged goods",
            "There is a crack right through the %s you sent.",
            "The %s came out of the box in three pieces.",
            "One side of the %s is dented and scratched.",
            "The %s stopped working when I switched it on for the first time."),
    SIGN_IN(
            "sign-in trouble",
            "The page with my %s on it says that my password is unknown.",
            "I cannot get into my account to see the order of the %s.",
            "The code for the second step never reaches my phone, so I cannot look at the %s.",
            "My account was locked after I looked up the %s."),
    /** Asked for only by the few users of {@link UserPairs}. */
    CANCELLATION(
            "end of contract",
            "Please end my contract for the %s.",
            "I no longer want the subscription of the %s, stop it.",
            "Take this as my notice: I am leaving the %s plan.",
            "I wish to terminate my membership of the %s club.");

    private static final List<String> THINGS =
            List.of("lamp", "kettle", "radio", "clock", "heater", "camera", "blender", "printer", "scale", "fan");

    private final String label;
    // made by List.of
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> forms;

    Topic(String label, String... forms) {
        this.label = label;
        this.forms = List.of(forms);
    }

    /** {@return the topic in words, as questions name it} */
    String label() {
        return label;
    }

    String message(Random random) {
        return Pick.one(forms, random).formatted(Pick.one(THINGS, random));
    }
}
