package dev.jacobi.ptx.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.llvm.lower.PrefixLoop;
import dev.jacobi.llvm.lower.Rebuild;
import java.util.ArrayList;
import java.util.List;

/**
 * A loop that adds up as it goes and does something with each sum, {@code s += f(i); out[i] = g(s, i)}, becomes a scan and a map: on a GPU one thread would be
 * all that runs it. Sums of floats only where they may be in any order.
 */
public final class LoopsToScans {
    private final Builder b;

    private LoopsToScans(Builder b) {
        this.b = b;
    }

    /** As a pass; {@code fast}: sums of floats may be in any order. */
    public static FunctionPass pass(boolean fast) {
        return PassBuilder.named("loops-to-scans").keeps(Property.EXACT_CHECKS, Property.DIFFERENTIABLE).mayBeLeftOut().each(f -> run(f, fast));
    }

    public static Func run(Func f, boolean fast) {
        return Rebuild.run(f, to -> e -> {
            Eqn now = to.inside(e);
            PrefixLoop loop = PrefixLoop.of(now, fast);
            return loop != null && loop.simple() ? new LoopsToScans(to.builder()).emit(loop) : to.keep(now);
        });
    }

    /** What stands for the loop's results. */
    private List<Atom> emit(PrefixLoop loop) {
        Eqn e = loop.loop();
        Region r = loop.body();
        List<PrefixLoop.Sum> sums = loop.sums();
        var copy = new Rewrite(b);
        Var i = copy.rename(r.params().get(0));
        List<Eqn> early = copy.body(loop.early());
        List<Atom> terms = copy.atoms(sums.stream().map(PrefixLoop.Sum::term).toList());
        var in = new ArrayList<Atom>(List.of(e.in().get(0)));
        sums.forEach(s -> in.add(e.in().get(1 + s.carry())));
        List<Prim> ops = sums.stream().map(s -> s.eqn().prim()).toList();
        List<Var> out = b.emitAll(Prim.SCAN, new Params.Fold(Dim.UNKNOWN, ops, new Region(List.of(i), early, terms)), in);
        var all = new ArrayList<Atom>(e.out());
        for (int k = 0; k < sums.size(); k++) {
            all.set(sums.get(k).carry(), out.get(k));
        }
        var at = new ArrayList<Atom>(List.of(e.in().get(0)));
        var params = new ArrayList<Var>(List.of(r.params().get(0)));
        var yields = new ArrayList<Atom>();
        var results = new ArrayList<Var>();
        for (int d : loop.dests()) {
            at.add(e.in().get(1 + d));
            params.add(r.params().get(1 + d));
            yields.add(r.out().get(d));
            results.add(e.out().get(d));
        }
        b.open();
        for (Eqn x : r.body()) {
            int k = 0;
            while (k < sums.size() && sums.get(k).eqn() != x) {
                k++;
            }
            if (k == sums.size()) {
                b.append(x);
            } else {
                b.append(new Eqn(Prim.INDEX, List.of(out.get(sums.size() + k), r.params().get(0)), Params.Access.PROMISED, x.out()));
            }
        }
        b.append(new Eqn(Prim.MAP, at, new Params.Loop(Dim.UNKNOWN, b.close(params, yields)), results));
        return all;
    }
}
