package io.rlmgateway.evaluation.task;

import java.io.IOException;
import java.util.Random;

/** A kind of question, with the texts it is asked about. Equal seeds give equal texts and questions. */
interface Kind {

    /** {@return its name, which begins with the suite's} */
    String name();

    /**
     * Writes a text.
     *
     * @param characters how long it is to be
     * @param random what it is made from
     * @param page where it goes
     * @return what to ask about it
     */
    Exercise write(long characters, Random random, Page page) throws IOException;
}
