package dev.jacobi.stub;

/** What a function of the user's has thrown that compiled code called: it is thrown on by the call, in place of running the original, which would call the function once more. */
public final class CallbackFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CallbackFailed(Throwable thrown) {
        super(null, thrown, false, false);
    }

    /** Throws what was thrown, as it was. */
    @SuppressWarnings("unchecked")
    <E extends Throwable> void rethrow() throws E {
        throw (E) getCause();
    }
}
