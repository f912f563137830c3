package dev.jacobi.vectorize.order;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import java.util.ArrayList;
import java.util.List;

/**
 * Sums over all trips of a nest whose rows go along together, such as the residual that a sweep over a grid leaves. Floats are added in the order of the nest: each trip notes its term, and the trips of the next block of
 * rows, which wait for their neighbours meanwhile, add one for each of their rows. In front of the first block there are as many terms of -0.0, which change no sum.
 */
final class OrderedSums {
    /** Rows of more elements go one by one: their terms have to fit into the caches. */
    private static final int LONGEST = 1 << 14;
    private final SkewedNest nest;
    private final int rows;
    private final Builder b;
    /** By sums: their slots' numbers in the outer loop, and their additions. */
    private final List<Integer> slots = new ArrayList<>();
    private final List<Eqn> additions = new ArrayList<>();
    /** How many terms a block has, 0 where there are no blocks. */
    private Atom count;
    /** By sums, the terms of this block and the one before it as they are now: blocks take turns with the two halves. */
    private List<Atom> noted = List.of();
    /** Where the terms of this block begin, and those of the one before. */
    private Atom ownStart;
    private Atom earlierStart;

    OrderedSums(SkewedNest nest, int rows, Builder b) {
        this.nest = nest;
        this.rows = rows;
        this.b = b;
        for (int k = 0; k < nest.sums().size(); k++) {
            if (nest.sums().get(k) != null) {
                slots.add(k);
                additions.add(nest.sums().get(k));
            }
        }
    }

    /** The addition by which each inner trip adds a term to what an outer loop's slot holds; null where trips do something else with it. */
    static Eqn of(RegionView outer, RegionView inner, Slot held) {
        Slot s = SkewedNest.goesOn(inner, held);
        boolean real = s != null && (s.param().type().isScalar() && (s.param().dtype() == DType.F64 || s.param().dtype() == DType.F32));
        boolean ints = inner.head().dtype() == DType.I32 && outer.head().dtype() == DType.I32;
        Eqn sum = real && ints ? Definitions.in(inner.body().body()).of(s.yield(), Prim.ADD) : null;
        if (sum == null || !inner.body().body().contains(sum) || sum.in().get(0).equals(sum.in().get(1)) || !sum.in().contains(s.param())) {
            return null;
        }
        return SkewedNest.isUsed(outer, 1, held.param(), s.result()) && SkewedNest.isUsed(inner, 1, s.param(), sum.result()) ? sum : null;
    }

    /** Whether blocks are to be made, for which {@code isLong} says that rows are long enough. */
    Atom fit(Var isLong) {
        Atom m = nest.inner().head();
        return slots.isEmpty() ? isLong : b.emit(Prim.AND, isLong, b.emit(Prim.LE, m, Lit.of(m.dtype(), LONGEST)));
    }

    /** What the first of so many blocks begins with: terms that change nothing. */
    List<Atom> none(Atom blocks) {
        var all = new ArrayList<Atom>();
        count = slots.isEmpty() ? null : b.emit(Prim.SELECT, b.emit(Prim.GT, blocks, Lit.zero(DType.I32)), b.emit(Prim.MUL, nest.inner().head(), Lit.i32(rows)), Lit.zero(DType.I32));
        Atom both = slots.isEmpty() ? null : b.emit(Prim.SHL, count, Lit.i32(1));
        additions.forEach(e -> all.add(filled(e.result().dtype(), both)));
        return all;
    }

    /** By a loop: a nest that is made many times fills one array again, see {@link KeptArrays}. */
    private Var filled(DType t, Atom n) {
        Var made = b.full(Lit.unset(t), List.of(Dim.UNKNOWN), List.of(n));
        Var trip = b.fresh(n.type());
        Var terms = b.fresh(made.type());
        b.open();
        Var next = b.update(terms, Params.Access.PROMISED, List.of(trip), Lit.real(t, -0.0));
        return b.loop(Prim.MAP, Dim.UNKNOWN, b.close(List.of(trip, terms), List.of(next)), n, List.of(made)).get(0);
    }

    /** Takes the terms from a block's parameters, where they are the last ones. */
    void begin(List<Var> params) {
        noted = new ArrayList<>(params.subList(params.size() - slots.size(), params.size()));
        ownStart = slots.isEmpty() ? null : half(params.get(0));
        earlierStart = slots.isEmpty() ? null : b.emit(Prim.SUB, count, ownStart);
    }

    private Var half(Atom block) {
        return b.emit(Prim.MUL, b.emit(Prim.AND, block, Lit.of(block.dtype(), 1)), count);
    }

    /** What goes with a row's carries. */
    List<Atom> terms() {
        return noted;
    }

    /** Values, and behind them the terms. */
    List<Atom> with(List<Atom> carries) {
        var all = new ArrayList<>(carries);
        all.addAll(noted);
        return all;
    }

    void set(List<? extends Atom> terms) {
        noted = new ArrayList<>(terms);
    }

    /** Notes the term of a trip in place of its addition, if that is what an equation is: the sum is what it was before. */
    boolean note(Eqn e, Rewrite copy, int row, Atom trip, List<Atom> terms) {
        int k = additions.indexOf(e);
        if (k < 0) {
            return false;
        }
        Var sum = nest.inner().slots().stream().filter(s -> s.yield().equals(e.result())).findFirst().orElseThrow().param();
        Atom term = e.in().get(e.in().get(0).equals(sum) ? 1 : 0);
        Atom at = b.emit(Prim.ADD, b.emit(Prim.ADD, ownStart, b.folded(Prim.MUL, nest.inner().head(), Lit.i32(row))), trip);
        terms.set(k, b.update(terms.get(k), Params.Access.PROMISED, List.of(at), copy.atom(term)));
        copy.replace(e.result(), copy.atom(sum));
        return true;
    }

    /** Adds the terms of the block before that are this trip's. */
    void add(List<Atom> sums, Atom trip) {
        Atom first = slots.isEmpty() ? null : b.emit(Prim.ADD, earlierStart, b.emit(Prim.MUL, trip, Lit.i32(rows)));
        for (int k = 0; k < slots.size(); k++) {
            Atom s = sums.get(slots.get(k));
            for (int r = 0; r < rows; r++) {
                s = b.emit(Prim.ADD, s, b.index(noted.get(k), Params.Access.PROMISED, List.of(b.folded(Prim.ADD, first, Lit.i32(r)))));
            }
            sums.set(slots.get(k), s);
        }
    }

    /** Adds those that are left when so many trips have added theirs. */
    void addRest(List<Atom> sums, Atom trips) {
        for (int k = 0; k < slots.size(); k++) {
            Var first = b.emit(Prim.MUL, trips, Lit.i32(rows));
            sums.set(slots.get(k), added(sums.get(slots.get(k)), noted.get(k), b.emit(Prim.ADD, earlierStart, first), b.emit(Prim.SUB, count, first)));
        }
    }

    private Var added(Atom sum, Atom terms, Atom from, Atom trips) {
        return b.loop(trips, List.of(sum), p -> List.of(b.emit(Prim.ADD, p.get(1), b.index(terms, Params.Access.PROMISED, List.of(b.emit(Prim.ADD, from, p.get(0))))))).get(0);
    }

    /** The values of the outer loop's slots behind so many blocks, with the terms of the last one. */
    List<Atom> finish(List<Var> done, int values, Atom blocks) {
        var all = new ArrayList<Atom>(done.subList(0, values));
        for (int k = 0; k < slots.size(); k++) {
            Atom last = half(b.emit(Prim.SUB, blocks, Lit.of(blocks.dtype(), 1)));
            all.set(slots.get(k), added(all.get(slots.get(k)), done.get(done.size() - slots.size() + k), last, count));
        }
        return all;
    }
}
