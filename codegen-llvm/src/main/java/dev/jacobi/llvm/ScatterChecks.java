package dev.jacobi.llvm;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.llvm.buffer.RepeatableWrites;
import dev.jacobi.llvm.plan.Collecting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/**
 * A loop that checks indices in front of one that scatters by them becomes part of it, where what has been written when a check fails may stay (see {@link RepeatableWrites}) and the loop runs one trip after the other anyway:
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
                if (writes.has(e)) {
                    body.add(joined(body.remove(checks), e));
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

    private static Eqn joined(Eqn checks, Eqn loop) {
        Region r = Regions.of(loop).get(0);
        var trip = Map.of(Regions.trip(checks).id(), Regions.trip(loop));
        var body = new ArrayList<Eqn>();
        Regions.of(checks).get(0).body().forEach(e -> body.add(Rewrite.substitute(e, trip)));
        int first = body.size();
        var same = new HashMap<Integer, Atom>();
        for (Eqn e : r.body()) {
            Eqn now = Rewrite.substitute(e, same);
            Eqn before = now.prim() != Prim.INDEX ? null : body.subList(0, first).stream().filter(x -> x.prim() == Prim.INDEX && x.in().equals(now.in())).findFirst().orElse(null);
            if (before == null) {
                body.add(now);
            } else {
                same.put(e.result().id(), before.result());
            }
        }
        return Regions.map(loop, x -> new Region(r.params(), body, Rewrite.substitute(r.out(), same)));
    }
}
