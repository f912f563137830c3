package dev.jacobi.pjrt.hlo.lanes;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.pjrt.hlo.text.ElementwiseOps;
import dev.jacobi.pjrt.hlo.text.Ops;
import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;
import dev.jacobi.pjrt.program.HloProgram;
import dev.jacobi.pjrt.program.HloRefusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the rules of all primitives work on while one function is written: the values of its variables ({@link LaneValue}), which lanes are at work, what the checks came to, and the operations that write
 * text. Inside of a parallel loop every value has the lanes that it differs along as its first axes. What is written for an equation {@link Rules} decide.
 */
public final class EmitContext {
    /** Calls within calls, and calls altogether, before recursion is taken for endless. */
    private static final int DEEPEST = 100;
    private static final int MOST_CALLS = 1_000;
    /** Writes single operations. */
    public final Ops o = new Ops();
    /** Writes elementwise primitives on tensors of one shape. */
    public final ElementwiseOps arithmetic = new ElementwiseOps(o);
    /** Makes tensors of values, over the lanes that are asked for. */
    public final LaneTensors l;
    /** Sentences for the report. */
    public final List<String> notes = new ArrayList<>();
    private final dev.jacobi.ir.Module module;
    private final Rules rules;
    private final boolean fast;
    private final List<Consumer<Eqn>> watchers = new ArrayList<>();
    private Map<Integer, LaneValue> env = new HashMap<>();
    private LaneValue mask;
    private Tensor ok;
    private List<Integer> active = List.of();
    private int depth;
    private int calls;
    private String where = "";

    /** What is written for each primitive. */
    public interface Rules {
        /** Writes an equation and returns the values of its results. */
        List<LaneValue> emit(Eqn e);
    }

    /** For the functions of a module, by the rules that {@code rules} makes for this context; {@code fast}: sums of floats may be made in any order. */
    public EmitContext(dev.jacobi.ir.Module module, Function<EmitContext, Rules> rules, boolean fast) {
        this.module = module;
        this.fast = fast;
        l = new LaneTensors(o, arithmetic, fast);
        this.rules = rules.apply(this);
    }

    /** Whether sums of floats may be made in any order. */
    public boolean fast() {
        return fast;
    }

    /** The lanes that are at work, as a truth for each; null for all. */
    public LaneValue mask() {
        return mask;
    }

    /** Says which lanes are at work from here on; null for all. */
    public void mask(LaneValue lanes) {
        mask = lanes;
    }

    /** Whether all checks so far held, as a scalar; null when there was none. */
    public Tensor ok() {
        return ok;
    }

    /** Says what the checks so far came to; null when there was none. */
    public void ok(Tensor all) {
        ok = all;
    }

    /** The lane axes of the parallel loops around. */
    public List<Integer> active() {
        return active;
    }

    /** Says of which parallel loops the lane axes are around from here on. */
    public void active(List<Integer> lanes) {
        active = lanes;
    }

    /** Defines a variable. */
    public void set(Var v, LaneValue value) {
        env.put(v.id(), value);
    }

    /** What a variable or a literal stands for. */
    public LaneValue get(Atom a) {
        if (a instanceof Lit c) {
            return LaneValue.of(c);
        }
        LaneValue v = env.get(((Var) a).id());
        if (v == null) {
            throw new IllegalStateException("a variable is used before it is defined");
        }
        return v;
    }

    /** What each of these stands for. */
    public List<LaneValue> get(List<? extends Atom> as) {
        return as.stream().map(this::get).toList();
    }

    /** Puts another value in a variable's place, as long as {@code body} runs. */
    public void during(Map<Integer, LaneValue> values, Runnable body) {
        var before = new HashMap<Integer, LaneValue>();
        values.keySet().forEach(id -> before.put(id, env.get(id)));
        env.putAll(values);
        try {
            body.run();
        } finally {
            env.putAll(before);
        }
    }

    /** Writes equations in their order. */
    public void body(List<Eqn> body) {
        body.forEach(this::eqn);
    }

    /** What a region yields for these parameters. */
    public List<LaneValue> region(Region r, List<LaneValue> params) {
        for (int k = 0; k < params.size(); k++) {
            set(r.params().get(k), params.get(k));
        }
        body(r.body());
        return get(r.out());
    }

    /** True when a check stands in the region or in what it calls. */
    public boolean checks(Region r) {
        return checks(r.body(), new HashSet<>());
    }

    /** True when a check stands in the equations or in a function that they call. */
    private boolean checks(List<Eqn> body, Set<String> seen) {
        for (Eqn e : body) {
            if (e.prim() == Prim.CHECK) {
                return true;
            }
            if (e.params() instanceof Params.Call c && module.get(c.name()) != null && seen.add(c.name()) && checks(module.get(c.name()).body(), seen)) {
                return true;
            }
            for (Region r : Regions.of(e)) {
                if (checks(r.body(), seen)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The functions that may be called. */
    public dev.jacobi.ir.Module module() {
        return module;
    }

    /** Whether the module has a function of this name. */
    public boolean has(String function) {
        return module.get(function) != null;
    }

    /** The body of a function in place of its call: recursion ends where a branch's selector is a constant, or not at all. */
    public List<LaneValue> call(String name, List<LaneValue> args) {
        Func f = module.get(name);
        if (f == null) {
            throw new IllegalArgumentException("call of " + name + ", which the module does not have");
        }
        if (++depth > DEEPEST || ++calls > MOST_CALLS) {
            throw new HloRefusal(HloRefusal.Reason.RECURSION, name + at() + " calls itself to a depth that depends on data, and StableHLO has no recursion; "
                + "write it as a loop or run the method on the CPU");
        }
        Map<Integer, LaneValue> caller = env;
        env = new HashMap<>();
        try {
            for (int k = 0; k < args.size(); k++) {
                set(f.in().get(k), args.get(k));
            }
            body(f.body());
            return get(f.out());
        } finally {
            env = caller;
            depth--;
        }
    }

    /** A scalar whose value must be known, such as an extent. */
    public int known(LaneValue v, Prim of) {
        if (v.lit == null) {
            throw new HloRefusal(HloRefusal.Reason.EXTENT, "StableHLO programs have fixed extents, and an extent of " + of.text() + at()
                + " is known only while the program runs; make it depend on extents of arguments or on arguments that are compiled in");
        }
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, v.lit.asLong()));
    }

    /** Extents whose values must be known. */
    public int[] known(List<LaneValue> extents, Prim of) {
        int[] out = extents.stream().mapToInt(v -> known(v, of)).toArray();
        for (int d : out) {
            if (d < 0) {
                throw new HloRefusal(HloRefusal.Reason.EXTENT, "an extent of " + of.text() + at() + " is negative: " + d);
            }
        }
        return out;
    }

    /** " near PLACE", or nothing. */
    public String at() {
        return where.isEmpty() ? "" : " near " + where;
    }

    private static String text(Eqn e) {
        var s = new StringBuilder(e.prim().text());
        for (Atom a : e.in()) {
            s.append(' ').append(a.type());
        }
        if (!e.out().isEmpty()) {
            s.append(" ->");
            e.out().forEach(v -> s.append(' ').append(v.type()));
        }
        return s.toString();
    }

    /** Shows each equation to someone before it is written, as long as {@code body} runs. */
    public <T> T watched(Consumer<Eqn> watcher, Supplier<T> body) {
        watchers.add(watcher);
        try {
            return body.get();
        } finally {
            watchers.remove(watcher);
        }
    }

    /** Writes one equation. */
    void eqn(Eqn e) {
        watchers.forEach(w -> w.accept(e));
        if (e.params() instanceof Params.Check c && c.where().contains(":")) {
            where = c.where();
        }
        o.during(new HloProgram.Origin(text(e), where), () -> {
            List<LaneValue> out = rules.emit(e);
            for (int k = 0; k < e.out().size(); k++) {
                set(e.out().get(k), out.get(k));
            }
            return null;
        });
    }
}
