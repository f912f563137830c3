package dev.jacobi.llvm;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.llvm.buffer.RepeatableWrites;
import dev.jacobi.llvm.plan.Collecting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loop that checks indices in front of one that scatters by them becomes part of it, where what has been written when a check fails may stay (see {@link RepeatableWrites}) and the loop runs one trip after the other anyway. The checks are of the loop's own indices, so it fails there in the original, too:
 *
 * <pre>{@code map(n) { i -> k = index p i; ok = lt k m; check ok; yield }; for(n, a) { i, a -> k = index p i; x = index b i; c = update a k x; yield c }
 *   =>  for(n, a) { i, a -> k = index p i; ok = lt k m; check ok; x = index b i; c = update a k x; yield c }}</pre>
 *
 * So each index comes from memory once, and what has been checked is what is used. Which loops run one trip after the other depends on whether registers ({@code vectorBytes}) can be scattered.
 */
final class ScatterChecks {
    private ScatterChecks() {
    }

    static FunctionPass pass(int vectorBytes) {
        return PassBuilder.named("scatter-checks").keeps(Property.LOWERED, Property.NO_VIEWS).mayBeLeftOut().each(f -> run(f, vectorBytes));
    }

    static Func run(Func f, int vectorBytes) {
        RepeatableWrites writes = null;
        var body = new ArrayList<Eqn>();
        int checks = -1;
        for (Eqn e : f.body()) {
            if (checks >= 0 && e.prim() == Prim.FOR && e.in().get(0).equals(body.get(checks).in().get(0)) && Collecting.collects(e, false, vectorBytes)) {
                writes = writes == null ? new RepeatableWrites(f) : writes;
                Eqn joined = writes.has(e) ? joined(body.get(checks), e) : null;
                if (joined != null) {
                    body.remove(checks);
                    body.add(joined);
                    checks = -1;
                    continue;
                }
            }
            body.add(e);
            checks = onlyChecks(e) ? body.size() - 1 : e.computesScalars() || e.prim() == Prim.DIM ? checks : -1;
        }
        return body.size() == f.body().size() ? f : new Func(f.in(), body, f.out());
    }

    /** Whether it is a loop that does nothing but look at elements. */
    private static boolean onlyChecks(Eqn e) {
        return e.prim() == Prim.MAP && e.in().size() == 1 && e.out().isEmpty()
            && Regions.of(e).get(0).body().stream().allMatch(x -> x.computesScalars() || x.prim() == Prim.CHECK || x.prim() == Prim.DIM || x.prim() == Prim.INDEX && x.result().type().isScalar());
    }

    /** Both in one; null where a check is not of an index of the second loop: then it may stand in a loop of its own in the original, too, which fails before anything is written. */
    private static Eqn joined(Eqn checks, Eqn loop) {
        Region r = Regions.of(loop).get(0);
        var trip = Map.of(Regions.trip(checks).id(), Regions.trip(loop));
        var body = new ArrayList<Eqn>();
        Regions.of(checks).get(0).body().forEach(e -> body.add(Rewrite.substitute(e, trip)));
        List<Eqn> first = List.copyOf(body);
        var same = new HashMap<Integer, Atom>();
        var indices = new HashSet<Atom>();
        for (Eqn e : r.body()) {
            Eqn now = Rewrite.substitute(e, same);
            Eqn before = first.stream().filter(x -> isSame(x, now)).findFirst().orElse(null);
            if (now.prim() == Prim.INDEX || now.prim() == Prim.UPDATE) {
                indices.addAll(now.indices());
            }
            if (before == null) {
                body.add(now);
            } else {
                same.put(e.result().id(), before.result());
            }
        }
        Definitions defs = Definitions.in(first);
        boolean own = first.stream().allMatch(e -> e.prim() != Prim.CHECK || isOf(e.in().get(0), indices, defs));
        return own ? Regions.map(loop, x -> new Region(r.params(), body, Rewrite.substitute(r.out(), same))) : null;
    }

    private static boolean isSame(Eqn x, Eqn y) {
        boolean pure = y.prim() == Prim.INDEX || y.computesScalars() && y.params().equals(x.params());
        return pure && x.prim() == y.prim() && x.in().equals(y.in());
    }

    /** Whether a condition compares these indices with something, and nothing else. */
    private static boolean isOf(Atom condition, Set<Atom> indices, Definitions defs) {
        Eqn e = defs.of(condition);
        if (e != null && e.prim() == Prim.AND) {
            return e.in().stream().allMatch(a -> isOf(a, indices, defs));
        }
        return e != null && (e.prim() == Prim.GE || e.prim() == Prim.LT) && indices.contains(e.in().get(0));
    }
}
