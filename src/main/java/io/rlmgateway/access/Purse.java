package io.rlmgateway.access;

/**
 * The money that a question may spend: what its key has left. What a call may cost is set aside before it is made, so that
 * calls at the same time cannot overshoot, whichever question they belong to.
 */
public interface Purse {

    /** A purse without a bottom. */
    Purse OPEN = new Purse() {
        @Override
        public boolean isLimited() {
            return false;
        }

        @Override
        public double leftUsd() {
            return Double.MAX_VALUE;
        }

        @Override
        public boolean reserve(double usd) {
            return true;
        }

        @Override
        public void giveBack(double usd) {
            // nothing was taken
        }

        @Override
        public void spend(Spent spent) {
            // nobody counts
        }
    };

    /** {@return whether there is a bottom; models without a known price cannot be asked then} */
    boolean isLimited();

    /** {@return US dollars that are neither spent nor set aside, not negative} */
    double leftUsd();

    /**
     * Sets money aside.
     *
     * @param usd US dollars
     * @return whether there was so much left; if not, nothing is set aside
     */
    boolean reserve(double usd);

    /**
     * Ends a reservation.
     *
     * @param usd as it was reserved
     */
    void giveBack(double usd);

    /**
     * Books what a call used, whether or not it was reserved.
     *
     * @param spent what it used
     */
    void spend(Spent spent);
}
