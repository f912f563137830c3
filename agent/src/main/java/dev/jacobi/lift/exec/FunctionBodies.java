package dev.jacobi.lift.exec;

import dev.jacobi.ir.Lit;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which functions a method is called with: a call within a call of the same method is no recursion where these differ, as in a scan within a scan. */
final class FunctionBodies {
    private static final int MOST_COUNTED = 256;

    private FunctionBodies() {
    }

    /** The bodies of the functions among the arguments, and in lists and records among them, each once, as text: functions that wrap one another without end have the same. */
    static String of(LiftContext context, List<Val> values, Env env) {
        var bodies = new TreeSet<String>();
        var open = new ArrayDeque<Val>();
        values.stream().filter(Objects::nonNull).forEach(v -> open.add(v));
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

    /**
     * The form of arguments with NDArrays among them: constants, shapes, and the structure of objects, as text that is equal for equal ones. A method that calls itself with such arguments is lifted
     * call by call, which ends where the form goes on to change until the method returns. Null where no NDArray is among them.
     */
    static String forms(LiftContext context, List<Val> values, Env env) {
        var text = new StringBuilder();
        boolean arrays = false;
        var seen = new HashSet<Integer>();
        for (Val v : values) {
            arrays |= form(context, v, env, seen, text);
        }
        return arrays ? text.toString() : null;
    }

    /** Whether there is an NDArray in the value. */
    private static boolean form(LiftContext context, Val v, Env env, Set<Integer> seen, StringBuilder text) {
        HeapCell.Obj o = v instanceof Val.Ref r && seen.size() < MOST_COUNTED && seen.add(r.loc()) ? context.object(env, v) : null;
        boolean arrays = v instanceof Val.Array;
        text.append(v instanceof Val.Array a ? a.element() + a.atoms().get(0).type().toString() : v instanceof Val.Sc s ? s.atom() instanceof Lit ? s.atom().toString() : "number"
            : v instanceof Val.Fun f ? f.impl().toString() : v instanceof Val.Word w ? w.transformation().toString() : v instanceof Val.Opaque q ? q.what() + q.constant()
            : o != null ? o.cls() : v instanceof Val.Null ? "null" : "other").append('(');
        Collection<Val> parts = o != null ? new TreeMap<>(o.fields()).values() : v == null ? List.of() : v.parts();
        for (Val p : parts) {
            arrays |= form(context, p, env, seen, text);
        }
        text.append(')');
        return arrays;
    }
}
