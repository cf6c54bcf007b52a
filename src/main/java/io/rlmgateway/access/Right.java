package io.rlmgateway.access;

/** What a key is good for. */
public enum Right {
    /** Asking, and all that belongs to the tenant: files, runs, usage. */
    API,
    /** Keys, tenants, limits and the audit log, through the admin API; nobody's documents or runs. */
    ADMIN
}
