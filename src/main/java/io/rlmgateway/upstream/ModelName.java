package io.rlmgateway.upstream;

/**
 * A model as configuration names it.
 *
 * @param upstream the upstream's name
 * @param name the model's name at the upstream; may hold slashes
 */
record ModelName(String upstream, String name) {

    /**
     * Splits at the first slash.
     *
     * @param model {@code upstream/name}
     * @return both parts; an empty upstream when nothing stands before a slash
     */
    static ModelName of(String model) {
        int slash = model.indexOf('/');
        return slash <= 0
                ? new ModelName("", model)
                : new ModelName(model.substring(0, slash), model.substring(slash + 1));
    }

    /** {@return the last part of the name, for aggregators that put the maker before it} */
    String shortName() {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return upstream + "/" + name;
    }
}
