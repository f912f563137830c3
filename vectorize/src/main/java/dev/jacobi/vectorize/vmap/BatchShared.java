package dev.jacobi.vectorize.vmap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Takes a function of one lane apart: {@code shared}, equations that are the same for all lanes and run once in front of them, and {@code lane}, what
 * is left, with what it needs of them as further inputs. So the lanes of a Jacobian share one forward pass.
 */
public record BatchShared(List<Eqn> shared, Func lane) {
    /**
     * Takes a function apart that runs at least once: what is in front may find out that there is no result, and prints once.
     *
     * @param varies for each input whether it differs from lane to lane
     */
    public static BatchShared of(Module m, Func f, List<Boolean> varies) {
        return of(m, f, varies, e -> true, false);
    }

    /** As {@link #of(Module, Func, List)} when there may be no lane: then nothing fails, prints or runs for ever. Extents of inputs that vary count as shared. */
    static BatchShared ofLanes(Module m, Func f, List<Boolean> varies) {
        return of(m, f, varies, e -> !contains(m, List.of(e), p -> p.effect() != Prim.Effect.NONE, new HashSet<>()), true);
    }

    private static BatchShared of(Module m, Func whole, List<Boolean> varies, Predicate<Eqn> allowed, boolean extents) {
        Func f = SharedTrips.split(whole, varies, !extents);
        var marks = new BatchMarks("").inputs(f, varies);
        var shared = new ArrayList<Eqn>();
        var lane = new ArrayList<Eqn>();
        // What a check in the lanes guards stays behind it.
        boolean guarded = false;
        for (Eqn e : f.body()) {
            boolean own = marks.uses(e) && !(extents && e.prim() == Prim.DIM && f.in().contains(e.in().get(0)));
            if (own || guarded && !isSafe(e.prim()) || !allowed.test(e)) {
                e.out().forEach(marks::mark);
                lane.add(e);
                guarded |= contains(m, List.of(e), p -> p == Prim.CHECK, new HashSet<>());
            } else {
                shared.add(e);
            }
        }
        return handedOn(f, shared, lane);
    }

    /** What the lane takes of the equations in front. */
    public List<Var> handedOn(Func original) {
        return lane.in().subList(original.in().size(), lane.in().size());
    }

    /** True for what may be computed whatever is known of its operands. */
    private static boolean isSafe(Prim p) {
        return p.isElementwise() || p == Prim.DIM || p == Prim.FULL;
    }

    /** Whether it makes a new array of a given value. */
    private static boolean makesArray(Prim p) {
        return p.memory() == Prim.Memory.NEW && p.extents() == Prim.Extents.GIVEN;
    }

    private static boolean contains(Module m, List<Eqn> body, Predicate<Prim> p, Set<String> seen) {
        return Regions.any(body, e -> p.test(e.prim())
            || e.params() instanceof Params.Call c && (m.get(c.name()) == null || seen.add(c.name()) && contains(m, m.get(c.name()).body(), p, seen)));
    }

    private static BatchShared handedOn(Func f, List<Eqn> shared, List<Eqn> lane) {
        var used = new HashSet<Integer>();
        lane.forEach(e -> Regions.uses(e, used::add));
        f.out().forEach(a -> used.add(a instanceof Var v ? v.id() : -1));
        Set<Integer> written = RowCopies.written(lane);
        Set<Integer> called = new HashSet<>();
        Regions.each(lane, e -> (e.prim() == Prim.CALL ? Var.among(e.in()) : List.<Var>of()).forEach(v -> called.add(v.id())));
        var b = new Builder(Regions.firstFreeId(f));
        var in = new ArrayList<>(f.in());
        Map<Integer, Var> renamed = new HashMap<>();
        var front = new ArrayList<Eqn>();
        for (Eqn e : shared) {
            List<Atom> operands = Rewrite.substitute(e.in(), renamed);
            Params p = e.params().map(r -> Rewrite.substitute(r, renamed));
            var out = new ArrayList<Var>();
            for (Var v : e.out()) {
                // what a function is given it may write to, as a recursion does to the stack of its tapes, and a copy takes as long as making it
                boolean made = makesArray(e.prim()) && operands.stream().allMatch(a -> a.type().isScalar());
                if (!used.contains(v.id())) {
                    out.add(v);
                } else if (v.type().isScalar() || !written.contains(v.id()) && !(made && called.contains(v.id()))) {
                    out.add(v);
                    in.add(v);
                } else {
                    // Each lane has its own array to write to.
                    Var w = b.fresh(v.type());
                    out.add(w);
                    renamed.put(v.id(), w);
                    if (made) {
                        operands.stream().filter(a -> a instanceof Var x && !in.contains(x)).forEach(a -> in.add((Var) a));
                        b.append(new Eqn(e.prim(), operands, p, List.of(v)));
                    } else {
                        in.add(w);
                        RowCopies.copy(b, w, v);
                    }
                }
            }
            front.add(new Eqn(e.prim(), operands, p, out));
        }
        lane.forEach(b::append);
        return new BatchShared(front, b.build(in, f.out()));
    }
}
