package dev.jacobi.lift.join;

import dev.jacobi.array.core.NeedsExtent;
import dev.jacobi.array.core.Trace;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.lift.state.JoinPhis;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Variables that hold functions, in a {@link StateJoin}. Where all arms hold a function of the same body, what it captured is merged as if each captured value
 * were a variable: so it may differ from arm to arm, and an array that only a function knows is kept. Where arms hold functions of different bodies behind a branch, the variable holds one of several
 * functions, and what each of them captured is merged in the same way; an arm with another function has no value for it.
 */
record FunctionParts(LiftContext context, JoinPhis leaves, boolean loop) {
    /** The positions with such functions replaced by one position for each thing that they captured. */
    List<StateJoin.Position> of(List<StateJoin.Position> positions) {
        var out = new ArrayList<StateJoin.Position>();
        for (StateJoin.Position p : positions) {
            Val some = Arrays.stream(p.in()).filter(Objects::nonNull).findFirst().orElse(null);
            int n = some instanceof Val.Choice || some == null ? 0 : some.parts().size();
            List<Val.Fun> bodies = loop || !context.isFunction() ? List.of() : bodies(p);
            if (n > 0 && Arrays.stream(p.in()).allMatch(v -> v == null || isLike(some, v))) {
                leaves.note(p.key() + "=" + (some instanceof Val.Fun f ? f.impl() : ((Val.Word) some).transformation()));
                out.addAll(of(apart(p, some, n)));
            } else if (bodies.size() > 1 && bodies.stream().anyMatch(f -> !f.captured().isEmpty())) {
                leaves.note(p.key() + "=F" + bodies.stream().map(Val.Fun::impl).toList());
                out.addAll(of(either(p, bodies)));
            } else {
                out.add(p);
            }
        }
        return out;
    }

    /** One function of each body that an arm may hold; none where an arm may hold something else, or two of one body. */
    private static List<Val.Fun> bodies(StateJoin.Position p) {
        var out = new ArrayList<Val.Fun>();
        for (Val v : p.in()) {
            List<Val> own = ReferenceChoice.alternatives(v);
            for (Val a : own) {
                if (!(a instanceof Val.Fun f) || own.stream().filter(b -> isLike(a, b)).count() > 1) {
                    return List.of();
                }
                if (out.stream().noneMatch(b -> isLike(b, f))) {
                    out.add(f);
                }
            }
        }
        return out;
    }

    /** A position for each value that one of the functions captured, and a tag that says which function it is. */
    private List<StateJoin.Position> either(StateJoin.Position p, List<Val.Fun> bodies) {
        Atom[] tags = new Atom[p.in().length];
        for (int i = 0; i < tags.length; i++) {
            int[] to = ReferenceChoice.alternatives(p.in()[i]).stream().mapToInt(a -> number(bodies, a)).toArray();
            tags[i] = p.in()[i] == null ? null : p.in()[i] instanceof Val.Choice c ? leaves.emitIn(i, () -> context.ir().renumber(c.tag(), to)) : Lit.i32(to[0]);
        }
        Atom tag = leaves.leaf(p.key() + "t", tags);
        Map<String, Val> merged = new LinkedHashMap<>();
        int all = bodies.stream().mapToInt(f -> f.captured().size()).sum();
        var out = new ArrayList<StateJoin.Position>();
        for (int b = 0; b < bodies.size(); b++) {
            for (int k = 0; k < bodies.get(b).captured().size(); k++) {
                Val body = bodies.get(b);
                int part = k;
                String key = p.key() + "b" + b + "c" + k;
                Val[] in = Arrays.stream(p.in()).map(v -> ReferenceChoice.alternatives(v).stream().filter(a -> isLike(body, a)).map(a -> a.parts().get(part)).findFirst().orElse(null)).toArray(Val[]::new);
                mustBeKnown(in);
                out.add(new StateJoin.Position(key, in, v -> {
                    merged.put(key, v);
                    if (merged.size() == all) {
                        p.set().accept(merged.containsValue(null) ? null : new Val.Choice(tag, functions(p.key(), bodies, merged)));
                    }
                }));
            }
        }
        return out;
    }

    private static int number(List<Val.Fun> bodies, Val a) {
        int k = 0;
        while (!isLike(bodies.get(k), a)) {
            k++;
        }
        return k;
    }

    private static List<Val> functions(String key, List<Val.Fun> bodies, Map<String, Val> merged) {
        var out = new ArrayList<Val>();
        for (int b = 0; b < bodies.size(); b++) {
            var captured = new ArrayList<Val>();
            for (int k = 0; k < bodies.get(b).captured().size(); k++) {
                captured.add(merged.get(key + "b" + b + "c" + k));
            }
            out.add(bodies.get(b).with(Collections.unmodifiableList(captured)));
        }
        return out;
    }

    /** On an arm that has no such array zeros of its shape stand for it, which therefore has to be known: code of the other arm may run for all lanes of a vmap. */
    private void mustBeKnown(Val[] in) {
        for (Val v : in) {
            boolean isLocal = v instanceof Val.Array a && Arrays.asList(in).contains(null) && !a.atoms().stream().allMatch(leaves::isOuter);
            for (Dim d : isLocal ? ((Val.Array) v).atoms().get(0).type().dims() : List.<Dim>of()) {
                if (!d.isConst() && Trace.inputOf(d.sym()) >= 0) {
                    throw NeedsExtent.of(d.sym());
                }
                context.refuseIf(!d.isConst(), ReasonCode.LAMBDA, "which lambda is meant depends on the data, and one of them has captured an array whose shape is not known");
            }
        }
    }

    private static List<StateJoin.Position> apart(StateJoin.Position p, Val some, int n) {
        var merged = new Val[n];
        int[] missing = {n};
        var out = new ArrayList<StateJoin.Position>();
        for (int k = 0; k < n; k++) {
            int part = k;
            Val[] in = Arrays.stream(p.in()).map(v -> v == null ? null : v.parts().get(part)).toArray(Val[]::new);
            out.add(new StateJoin.Position(p.key() + "c" + k, in, v -> {
                merged[part] = v;
                if (--missing[0] == 0) {
                    // a captured value that means nothing any more takes the function with it
                    p.set().accept(Arrays.stream(merged).anyMatch(Objects::isNull) ? null : some.with(List.of(merged)));
                }
            }));
        }
        return out;
    }

    private static boolean isLike(Val a, Val b) {
        return a instanceof Val.Fun f && b instanceof Val.Fun g
            ? f.itf().equals(g.itf()) && f.name().equals(g.name()) && f.impl().equals(g.impl()) && f.captured().size() == g.captured().size()
            : a instanceof Val.Word v && b instanceof Val.Word w && v.transformation().equals(w.transformation()) && v.functions().size() == w.functions().size();
    }
}
