package dev.jacobi.spi;

/** How floating point may be treated, as {@code dev.jacobi.Fp} has it. */
public enum FpMode {
    /** What the option {@code fp} says. */
    DEFAULT,
    /** Java's result to the bit. */
    STRICT,
    /** Sums may be reordered and multiply-adds contracted. */
    FAST;

    /** The mode of this name; what is not known is the default. */
    public static FpMode named(String name) {
        for (FpMode m : values()) {
            if (m.name().equals(name)) {
                return m;
            }
        }
        return DEFAULT;
    }

    /** Whether code may be fast; {@code option} is what the process's options say. */
    public boolean isFast(boolean option) {
        return this == FAST || this == DEFAULT && option;
    }
}
