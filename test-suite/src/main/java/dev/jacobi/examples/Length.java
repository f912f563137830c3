package dev.jacobi.examples;

/**
 * How long a run is meant to be.
 *
 * @param small whether the run is to take seconds, so that figures are lower
 * @param steps so many steps of each training, or 0 for as many as the program says
 */
record Length(boolean small, int steps) {
    /** What the option {@code steps} says: nothing, {@code small}, or a number, which fewer of than a program takes by itself makes a small run. */
    static Length named(String option) {
        if (option.isEmpty() || option.equals("full")) {
            return new Length(false, 0);
        }
        if (option.equals("small")) {
            return new Length(true, 0);
        }
        if (!option.matches("[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException("steps is " + option + ": it is small, full, or a number from 1.");
        }
        return new Length(true, Integer.parseInt(option));
    }
}
