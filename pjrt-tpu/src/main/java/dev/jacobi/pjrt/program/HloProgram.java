package dev.jacobi.pjrt.program;

import dev.jacobi.ir.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A StableHLO module with one public function {@code main}, for the shapes of one call.
 *
 * @param text the module as text (program format "mlir")
 * @param params the types of main's parameters, in order; all extents are constants
 * @param arguments which input of the function each parameter of main is: inputs whose values are compiled in are left out
 * @param donated which parameters of main may be overwritten, and for each the number of main's result that takes its place; no result takes two
 * @param results the types of the function's results, in order; all extents are constants
 * @param ok the number of main's result that is false when a check failed (a bool scalar, after the function's own results), -1 without checks:
 *        when it is false the other results mean nothing
 * @param lines for each line of the text, the first being 0, the equation that it was made for; null where there is none
 * @param notes sentences for the report, such as that f64 was written as f32
 */
public record HloProgram(String text, List<Type> params, List<Integer> arguments, Map<Integer, Integer> donated, List<Type> results, int ok,
        List<Origin> lines, List<String> notes) {
    public HloProgram {
        params = List.copyOf(params);
        arguments = List.copyOf(arguments);
        donated = Map.copyOf(donated);
        results = List.copyOf(results);
        lines = Collections.unmodifiableList(new ArrayList<>(lines));
        notes = List.copyOf(notes);
    }

    /** An equation as text, and the place in the source nearest before it that is known ({@code Class.method:line}), or empty. */
    public record Origin(String equation, String where) {
    }

    /** Number of results of main, the flag of the checks included. */
    public int outputs() {
        return results.size() + (ok >= 0 ? 1 : 0);
    }

    /** What a line of the text (from 1, as in a plugin's messages) was made for, or null. */
    public Origin origin(int line) {
        return line >= 1 && line <= lines.size() ? lines.get(line - 1) : null;
    }
}
