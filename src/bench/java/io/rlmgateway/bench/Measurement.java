package io.rlmgateway.bench;

/** One subject of measurement. */
interface Measurement {

    /**
     * Measures, and reports each figure beside its floor.
     *
     * @param bench what there is to measure with
     * @param report takes the figures
     */
    void measure(Bench bench, Report report) throws Exception;
}
