package dev.jacobi.bench.calls;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a method is called with, for a size n; without it an array has n numbers from 0 to n - 1, an array of arrays about the square root of n rows and columns, and a number is n. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Given {
    /** Kinds of arguments. */
    enum Kind {
        /** From 0 to n - 1. */
        NUMBERS,
        /** The same in order. */
        SORTED,
        /** From 0 to 15. */
        SMALL,
        /** Any ints. */
        SIGNED,
        /** Each number from 0 to n - 1 once. */
        PERMUTATION,
        /** Characters of decimal numbers with commas between them. */
        DIGITS,
        /** Letters a to d. */
        LETTERS,
        /** Zeros. */
        ZEROS,
        /** Two rows of n columns. */
        WIDE,
        /** As many rows as there may be, of four columns. */
        TALL
    }

    Kind value();

    /** An array has so many elements more than n. */
    int more() default 0;

    /** An array has so many elements whatever n is, where this is not 0. */
    int length() default 0;

    /** A number is n divided by this. */
    int part() default 1;

    /** Three times the square root of n stands for n, for methods whose time grows by the square. */
    boolean root() default false;
}
