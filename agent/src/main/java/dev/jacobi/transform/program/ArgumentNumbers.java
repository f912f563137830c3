package dev.jacobi.transform.program;

import dev.jacobi.JacobiException;
import java.util.ArrayList;
import java.util.List;

/** Numbers of arguments, of which negative ones count from the end. */
public final class ArgumentNumbers {
    private ArgumentNumbers() {
    }

    /** As numbers from 0; {@code what} names the setting in errors. */
    public static List<Integer> of(List<Integer> given, int n, String what) {
        var out = new ArrayList<Integer>();
        for (int k : given) {
            int i = k < 0 ? k + n : k;
            if (i < 0 || i >= n) {
                throw new JacobiException("The entry " + k + " of " + what + " is no argument of a function of " + n + "; the first argument is 0, the last -1.");
            }
            out.add(i);
        }
        return out;
    }
}
