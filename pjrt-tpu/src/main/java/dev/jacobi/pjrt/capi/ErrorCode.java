package dev.jacobi.pjrt.capi;

/** Kinds of errors in the order of their numbers in the interface, which are those of Abseil's status codes. */
public enum ErrorCode {
    OK, CANCELLED, UNKNOWN, INVALID_ARGUMENT, DEADLINE_EXCEEDED, NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED, RESOURCE_EXHAUSTED,
    FAILED_PRECONDITION, ABORTED, OUT_OF_RANGE, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS, UNAUTHENTICATED;

    /** The kind with this number; {@link #UNKNOWN} for one that later versions may have. */
    static ErrorCode of(long number) {
        return number >= 0 && number < values().length ? values()[(int) number] : UNKNOWN;
    }
}
