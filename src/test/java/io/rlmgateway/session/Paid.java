package io.rlmgateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.access.Purse;
import io.rlmgateway.access.Spent;

/** What a key pays, and what is set aside of its money. */
final class Paid implements AnswerListener, Purse {

    private long tokens;
    private double reserved;

    @Override
    public void progress(String text) {
        // nobody listens
    }

    @Override
    public Purse purse() {
        return this;
    }

    @Override
    public boolean isLimited() {
        return false;
    }

    @Override
    public double leftUsd() {
        return Double.MAX_VALUE;
    }

    @Override
    public synchronized boolean reserve(double usd) {
        reserved += usd;
        return true;
    }

    @Override
    public synchronized void giveBack(double usd) {
        reserved -= usd;
    }

    @Override
    public synchronized void spend(Spent spent) {
        tokens += spent.tokens();
    }

    /** {@return the tokens that were paid, when nothing is set aside any more} */
    synchronized long settled() {
        assertThat(reserved).isZero();
        return tokens;
    }
}
