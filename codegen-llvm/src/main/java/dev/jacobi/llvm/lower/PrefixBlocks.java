package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import java.util.ArrayList;
import java.util.List;

/**
 * Long loops that add up as they go ({@link PrefixLoop}) for several threads, in two passes over blocks of trips: each block but the last is summed up; what
 * comes before each block follows from these sums; then every block runs as the loop did, from what comes before it. Loops inside of
 * parallel ones stay as they are.
 */
public final class PrefixBlocks {
    /** Trips per block, as a shift: some 100 kB of data, which stay in a core's cache. */
    private static final int SHIFT = 14;
    /** Below so many blocks one thread does it sooner. */
    private static final int LEAST_BLOCKS = 16;

    private final Builder b;
    private final int shift;

    private PrefixBlocks(Builder b, int shift) {
        this.b = b;
        this.shift = shift;
    }

    /** As a pass; see {@link #run}. */
    public static FunctionPass pass(boolean fast, boolean eager) {
        return PassBuilder.named("prefix-blocks").keeps(Property.LOWERED, Property.NO_VIEWS).mayBeLeftOut().each(f -> run(f, fast, eager));
    }

    /** {@code eager} makes blocks of a few trips, for tests. */
    public static Func run(Func f, boolean fast, boolean eager) {
        return Rebuild.run(f, to -> {
            var p = new PrefixBlocks(to.builder(), eager ? 2 : SHIFT);
            return e -> {
                PrefixLoop loop = PrefixLoop.of(e, fast);
                boolean parallel = e.prim() == Prim.MAP || e.prim() == Prim.REDUCE || e.prim() == Prim.SCAN || e.prim() == Prim.HIST;
                boolean enough = loop != null && !(e.in().get(0) instanceof Lit n && n.bits() < p.least());
                return enough ? to.keep(p.choose(loop)) : parallel ? to.keep(e) : null;
            };
        });
    }

    /** Trips below which a loop stays as it is. */
    private long least() {
        return (long) LEAST_BLOCKS << shift;
    }

    /** In blocks when there are enough of them. */
    private Eqn choose(PrefixLoop loop) {
        Eqn e = loop.loop();
        Atom n = e.in().get(0);
        Var many = b.emit(Prim.GE, n, lit(n, least()));
        b.open();
        Region blocks = b.close(List.of(), blocks(loop));
        b.open();
        List<Var> out = b.emitAll(e.prim(), new Params.Loop(Dim.UNKNOWN, new Rewrite(b).region(loop.body())), e.in());
        Region whole = b.close(List.of(), out);
        return new Eqn(Prim.COND, List.of(many), new Params.Branches(List.of(whole, blocks)), e.out());
    }

    private List<Atom> blocks(PrefixLoop loop) {
        Eqn e = loop.loop();
        Atom n = e.in().get(0);
        Var last = b.emit(Prim.SHR, b.emit(Prim.SUB, n, lit(n, 1)), lit(n, shift));
        Var count = b.emit(Prim.ADD, last, lit(n, 1));
        List<Var> starts = before(loop, last, count, totals(loop, last));
        List<Var> done = run(loop, count, starts);
        var out = new ArrayList<Atom>(loop.body().out());
        for (int k = 0; k < loop.dests().size(); k++) {
            out.set(loop.dests().get(k), done.get(k));
        }
        for (int k = 0; k < loop.sums().size(); k++) {
            out.set(loop.sums().get(k).carry(), b.index(done.get(loop.dests().size() + k), Params.Access.PROMISED, List.of(last)));
        }
        return out;
    }

    /** The sums of all blocks but the last. */
    private List<Var> totals(PrefixLoop loop, Var last) {
        Var c = b.fresh(last.type());
        b.open();
        Var lo = b.emit(Prim.SHL, c, lit(c, shift));
        Var j = b.fresh(c.type());
        Var i = b.fresh(c.type());
        var r = new Rewrite(b).replace(loop.body().params().get(0), i);
        loop.dests().forEach(d -> r.replace(loop.body().params().get(1 + d), loop.loop().in().get(1 + d)));
        Region terms = trip(r, i, lo, j, List.of(j), loop.early(), loop.sums().stream().map(PrefixLoop.Sum::term).toList());
        List<Prim> ops = loop.sums().stream().map(s -> s.eqn().prim()).toList();
        var in = new ArrayList<Atom>(List.of(lit(c, 1L << shift)));
        loop.sums().forEach(s -> in.add(FoldIdentity.neutral(s.eqn().prim(), s.eqn().result().dtype())));
        Region body = b.close(List.of(c), b.emitAll(Prim.REDUCE, new Params.Fold(Dim.UNKNOWN, ops, terms), in));
        return b.emitAll(Prim.MAP, new Params.Loop(Dim.UNKNOWN, body), List.of(last));
    }

    /** What comes before each block. */
    private List<Var> before(PrefixLoop loop, Var last, Var count, List<Var> totals) {
        int m = totals.size();
        var init = new ArrayList<Atom>();
        loop.sums().forEach(s -> init.add(loop.loop().in().get(1 + s.carry())));
        for (int k = 0; k < m; k++) {
            init.add(b.full(init.get(k), List.of(Dim.UNKNOWN), List.of(count)));
        }
        List<Var> out = b.loop(last, init, p -> {
            Var c = p.get(0);
            Var next = b.emit(Prim.ADD, c, lit(c, 1));
            var now = new ArrayList<Atom>();
            for (int k = 0; k < m; k++) {
                now.add(b.emit(loop.sums().get(k).eqn().prim(), p.get(1 + k), b.index(totals.get(k), Params.Access.PROMISED, List.of(c))));
            }
            for (int k = 0; k < m; k++) {
                now.add(b.update(p.get(1 + m + k), Params.Access.PROMISED, List.of(next), now.get(k)));
            }
            return now;
        });
        return out.subList(m, 2 * m);
    }

    /** Each block as the loop did it: the arrays, then the sums after each block. */
    private List<Var> run(PrefixLoop loop, Var count, List<Var> starts) {
        Eqn e = loop.loop();
        Var c = b.fresh(count.type());
        var params = new ArrayList<Var>(List.of(c));
        var at = new ArrayList<Atom>(List.of(count));
        var carries = new ArrayList<Atom>(e.in().subList(1, e.in().size()));
        for (int d : loop.dests()) {
            params.add(b.fresh(loop.body().params().get(1 + d).type()));
            at.add(e.in().get(1 + d));
            carries.set(d, params.get(params.size() - 1));
        }
        b.open();
        Var lo = b.emit(Prim.SHL, c, lit(c, shift));
        Var trips = b.emit(Prim.MIN, b.emit(Prim.SUB, e.in().get(0), lo), lit(c, 1L << shift));
        for (int k = 0; k < loop.sums().size(); k++) {
            carries.set(loop.sums().get(k).carry(), b.index(starts.get(k), Params.Access.PROMISED, List.of(c)));
        }
        Var j = b.fresh(c.type());
        Var i = b.fresh(c.type());
        var r = new Rewrite(b).replace(loop.body().params().get(0), i);
        var inner = new ArrayList<Var>(List.of(j));
        loop.body().params().stream().skip(1).map(r::rename).forEach(inner::add);
        Region body = trip(r, i, lo, j, inner, loop.body().body(), loop.body().out());
        var in = new ArrayList<Atom>(List.of(trips));
        in.addAll(carries);
        List<Var> out = b.emitAll(Prim.FOR, new Params.Loop(Dim.UNKNOWN, body), in);
        var yields = new ArrayList<Atom>();
        loop.dests().forEach(d -> yields.add(out.get(d)));
        loop.sums().forEach(s -> yields.add(out.get(s.carry())));
        return b.emitAll(Prim.MAP, new Params.Loop(Dim.UNKNOWN, b.close(params, yields)), at);
    }

    /** A body whose trip {@code j} is trip {@code i = lo + j} of the loop. */
    private static Region trip(Rewrite r, Var i, Var lo, Var j, List<Var> params, List<Eqn> eqns, List<? extends Atom> yields) {
        var body = new ArrayList<Eqn>(List.of(new Eqn(Prim.ADD, List.of(lo, j), Params.NONE, List.of(i))));
        body.addAll(r.body(eqns));
        return new Region(params, body, r.atoms(yields));
    }

    private static Lit lit(Atom like, long value) {
        return Lit.of(like.dtype(), value);
    }
}
