package io.rlmgateway.evaluation.task;

/** A file is not of the format that it was said to have. */
public final class UnusableFileException extends RuntimeException {

    UnusableFileException(String message) {
        super(message);
    }

    UnusableFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
