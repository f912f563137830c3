package dev.jacobi.vectorize.counts;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.simplify.Simplify;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Booleans that a loop goes on by, {@code boolean done = n == 0; while (!done) { ..; done = ++i >= n; }}, which bytecode keeps as ints that are 0 or 1, become bools. While the loop goes on it is known which of the two
 * such a flag is.
 */
public final class FlagCarries implements Optimisation {
    private static final int DEEPEST = 12;

    @Override
    public String name() {
        return "flag-carries";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.WHILE)) {
            return in;
        }
        var defs = Definitions.in(in.body());
        Func out = Rewrite.ofLoops(in, (e, r) -> e.prim() == Prim.WHILE && rewritten(e, r, defs));
        return out == in ? in : new Simplify().run(out);
    }

    private static boolean rewritten(Eqn e, Rewrite r, Definitions defs) {
        RegionView loop = RegionView.of(r.old());
        Region cond = Regions.of(r.old()).get(0);
        Map<Integer, Integer> asked = Regions.uses(cond.body(), cond.out());
        List<RegionView.Slot> slots = loop.slots();
        boolean[] flags = new boolean[slots.size()];
        for (int k = 0; k < flags.length; k++) {
            RegionView.Slot s = slots.get(k);
            flags[k] = s.param().type().isScalar() && s.param().dtype() == DType.I32 && asked.containsKey(cond.params().get(k).id()) && isFlag(s.init(), s.param(), defs, DEEPEST) && isFlag(s.yield(), s.param(), defs, DEEPEST);
        }
        if (IntStream.range(0, flags.length).noneMatch(k -> flags[k])) {
            return false;
        }
        Builder b = r.b;
        List<Atom> init = IntStream.range(0, flags.length).mapToObj(k -> flags[k] ? b.emit(Prim.NE, e.in().get(k), Lit.i32(0)) : e.in().get(k)).toList();
        Region test = region(cond, flags, Map.of(), r, defs);
        Region trip = region(loop.body(), flags, known(cond, cond.out().get(0), loop.body(), defs), r, defs);
        List<Var> out = b.emitAll(Prim.WHILE, new Params.While(test, trip), init);
        for (int k = 0; k < flags.length; k++) {
            r.replace(e.out().get(k), flags[k] ? b.convert(out.get(k), DType.I32) : out.get(k));
        }
        return true;
    }

    /** Whether an int is 0 or 1 if this carry is. */
    private static boolean isFlag(Atom a, Var carry, Definitions defs, int depth) {
        if (a instanceof Lit l) {
            return l.asLong() == 0 || l.asLong() == 1;
        }
        Eqn e = defs.of(a);
        if (a.equals(carry) || e == null || depth == 0) {
            return a.equals(carry);
        }
        List<Atom> ways = Definitions.ways(e, a);
        return e.prim() == Prim.CONVERT ? e.in().get(0).dtype() == DType.BOOL : ways != null && ways.stream().allMatch(w -> isFlag(w, carry, defs, depth - 1));
    }

    /** The parameters of a loop's body of which the condition says what they are. */
    private static Map<Var, Lit> known(Region cond, Atom holds, Region body, Definitions defs) {
        var known = new HashMap<Var, Lit>();
        Eqn e = defs.of(holds);
        if (e != null && e.prim() == Prim.AND) {
            e.in().forEach(part -> known.putAll(known(cond, part, body, defs)));
        } else if (e != null && (e.prim() == Prim.EQ || e.prim() == Prim.NE) && e.in().get(1) instanceof Lit l && (l.asLong() == 0 || l.asLong() == 1) && cond.params().contains(e.in().get(0))) {
            boolean one = l.asLong() == 1 == (e.prim() == Prim.EQ);
            known.put(body.params().get(cond.params().indexOf(e.in().get(0))), Lit.i32(one ? 1 : 0));
        }
        return known;
    }

    /** A region whose flags are bools: ints for what is in it, except those that are known. */
    private static Region region(Region old, boolean[] flags, Map<Var, Lit> known, Rewrite r, Definitions defs) {
        Builder b = r.b;
        List<Var> own = IntStream.range(0, flags.length).mapToObj(k -> b.fresh(flags[k] ? Type.BOOL : old.params().get(k).type())).toList();
        b.open();
        Rewrite copy = r.beside((x, q) -> x.prim() == Prim.WHILE && rewritten(x, q, defs));
        for (int k = 0; k < flags.length; k++) {
            Lit now = flags[k] ? known.get(old.params().get(k)) : null;
            copy.replace(old.params().get(k), now != null ? now : flags[k] ? b.convert(own.get(k), DType.I32) : own.get(k));
        }
        copy.append(old.body());
        List<Atom> out = IntStream.range(0, old.out().size()).mapToObj(k -> {
            Atom a = copy.atom(old.out().get(k));
            return old.out().size() == flags.length && flags[k] && a.dtype() == DType.I32 ? b.emit(Prim.NE, a, Lit.i32(0)) : a;
        }).toList();
        return b.close(own, out);
    }
}
