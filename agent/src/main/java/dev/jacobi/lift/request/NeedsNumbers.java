package dev.jacobi.lift.request;

/** The numbers in int arrays that come with a call, such as a shape, are needed while a program is made: it has to be made for these numbers. */
public final class NeedsNumbers extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Refusal otherwise;

    /** {@code otherwise} says what is wrong where the program has been made for the numbers that there are. */
    public NeedsNumbers(Refusal otherwise) {
        super(otherwise.getMessage(), null, false, false);
        this.otherwise = otherwise;
    }

    public Refusal otherwise() {
        return otherwise;
    }
}
