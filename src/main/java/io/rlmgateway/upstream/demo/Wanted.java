package io.rlmgateway.upstream.demo;

/** The form of answer that a question asks for. */
enum Wanted {
    /** The value that something has when nobody sets it. */
    DEFAULT,
    /** What something is or does. */
    DESCRIPTION,
    /** The name of the thing that does or is what the question says. */
    NAME,
    /** A number, a length, a duration, a bound. */
    QUANTITY,
    /** Somebody's name. */
    PERSON,
    /** A date or a time. */
    TIME,
    /** A place. */
    PLACE,
    /** Any sentence that says it. */
    FACT
}
