package dev.jacobi.lift.exec;

import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/** Which functions a method is called with: a call within a call of the same method is no recursion where these differ, as in a scan within a scan. */
final class FunctionBodies {
    private static final int MOST_COUNTED = 256;

    private FunctionBodies() {
    }

    /** The bodies of the functions among the arguments, and in lists and records among them, each once, as text: functions that wrap one another without end have the same. */
    static String of(LiftContext context, List<Val> values, Env env) {
        var bodies = new TreeSet<String>();
        var open = new ArrayDeque<>(values.stream().filter(Objects::nonNull).toList());
        var seen = new HashSet<Integer>();
        while (!open.isEmpty() && seen.size() < MOST_COUNTED) {
            Val v = open.pop();
            if (v instanceof Val.Fun f) {
                bodies.add(String.valueOf(f.impl()));
            } else if (v instanceof Val.Word w) {
                bodies.add(String.valueOf(w.transformation()));
            }
            HeapCell.Obj o = v instanceof Val.Ref r && seen.add(r.loc()) ? context.object(env, v) : null;
            (o != null ? o.fields().values() : v.parts()).stream().filter(Objects::nonNull).forEach(open::add);
        }
        return String.join(";", bodies);
    }
}
