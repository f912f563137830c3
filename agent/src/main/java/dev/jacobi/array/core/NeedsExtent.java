package dev.jacobi.array.core;

/** A number is needed where a program for any length knows a symbol only: the program has to be made for that length. */
public final class NeedsExtent extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String symbol;

    NeedsExtent(String symbol) {
        super("the length " + symbol + " has to be known", null, false, false);
        this.symbol = symbol;
    }

    /** Of the length with this symbol. */
    public static NeedsExtent of(String symbol) {
        return new NeedsExtent(symbol);
    }

    /** The symbol whose value is needed; one that no input has where it comes from a computation. */
    public String symbol() {
        return symbol;
    }
}
