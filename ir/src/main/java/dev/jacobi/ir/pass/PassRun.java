package dev.jacobi.ir.pass;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Regions;
import java.util.List;

/**
 * What one pass has done.
 *
 * @param around the pipelines that the pass is in, the outermost first; what it was given to the pass manager as is not one of them
 * @param pass its name
 * @param whole whether it is a pipeline, whose passes have been reported before
 * @param nanos the time it took, without the time for looking at its result
 * @param before the program that it was given
 * @param after its result; the same object where it changed nothing
 */
public record PassRun(List<String> around, String pass, boolean whole, long nanos, Module before, Module after) {
    /** The pass with the pipelines that it is in: {@code raise/hoist}. */
    public String path() {
        return around.isEmpty() ? pass : String.join("/", around) + "/" + pass;
    }

    /** The number of equations of a program, those in regions included. */
    public static int equations(Module m) {
        int n = 0;
        for (Func f : m.funcs().values()) {
            n += Regions.size(f.body());
        }
        return n;
    }
}
