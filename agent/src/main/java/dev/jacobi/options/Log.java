package dev.jacobi.options;

import dev.jacobi.report.Printable;

/** Sentences on stderr, with the prefix {@code jacobi:}, each on one line whatever names are in it. */
public final class Log {
    private Log() {
    }

    /** A warning, always said: the caller decides whether it is due. */
    public static void warn(String sentence) {
        System.err.println("jacobi: " + Printable.of(sentence));
    }

    /** Whether what is of this level is said, for texts that take time to be made. */
    public static boolean says(Options options, Options.Log level) {
        return options.log().ordinal() >= level.ordinal();
    }

    /** Said when the option {@code log} is at least {@code level}. */
    public static void say(Options options, Options.Log level, String sentence) {
        if (says(options, level)) {
            System.err.println("jacobi: " + Printable.of(sentence));
        }
    }
}
