package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.analysis.BlockTree;
import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Poly;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Reads of neighbours, {@code v[i], v[i + 1], v[i + 2]} in trip i of a loop that leaves what it reads there as it was, where all are to be kept. A tape for each would hold the same row of {@code v} three
 * times; here the row is kept once, two elements longer than the loop has trips, copied in front of the loop, and the backward part reads it at three offsets.
 */
final class NeighbourReads {
    /** The last of the neighbours is at most so many elements behind the first: as many are kept more for each run of the loop. */
    private static final int WIDEST = 8;
    /** A loop of fewer trips, if that is known, keeps its few values one by one. */
    private static final int FEW_TRIPS = 8;
    private static final int STEPS = 20;

    /** A row that is kept: of {@code array}, as it is in front of the loop, from the element that {@code first} reads in the first trip. {@code offsets} tell where a trip's values stand behind the first. */
    record Row(Atom array, Eqn first, List<Var> values, List<Integer> offsets, BlockTree.Block level) {
        /** How many more elements there are than trips. */
        int more() {
            return offsets.get(offsets.size() - 1);
        }
    }

    private final BlockTree prog;
    private final BlockTree.Block level;

    private NeighbourReads(BlockTree prog, BlockTree.Block level) {
        this.prog = prog;
        this.level = level;
    }

    /** The rows among the values that a level keeps; none where a trip may end before its reads. */
    static List<Row> of(BlockTree prog, BlockTree.Block level, Iterable<Var> kept) {
        Prim p = level.owner == null ? null : level.owner.prim();
        boolean counted = p == Prim.FOR || p == Prim.MAP || p == Prim.REDUCE;
        if (!counted || Regions.hasEffect(level.owner) || level.owner.in().get(0) instanceof Lit n && n.asLong() < FEW_TRIPS) {
            return List.of();
        }
        return new NeighbourReads(prog, level).rows(kept);
    }

    /** A read of the element {@code trip + place} of an array as it is in front of the loop. */
    private record Read(Var value, Eqn eqn, Atom array, Poly place) {
    }

    private List<Row> rows(Iterable<Var> kept) {
        var alike = new LinkedHashMap<List<Object>, List<Read>>();
        for (Var v : kept) {
            Read r = read(v);
            if (r != null) {
                List<Atom> at = r.eqn.indices();
                Poly around = r.place.minus(Poly.of(r.place.constant()));
                alike.computeIfAbsent(List.of(r.array, at.subList(0, at.size() - 1), around), k -> new ArrayList<>()).add(r);
            }
        }
        var rows = new ArrayList<Row>();
        for (List<Read> reads : alike.values()) {
            reads.sort(Comparator.comparingLong(r -> r.place.constant()));
            long first = reads.get(0).place.constant();
            long more = reads.get(reads.size() - 1).place.constant() - first;
            if (more >= 1 && more <= WIDEST && reads.stream().allMatch(this::isUnchanged)) {
                rows.add(new Row(reads.get(0).array, reads.get(0).eqn, reads.stream().map(Read::value).toList(), reads.stream().map(r -> (int) (r.place.constant() - first)).toList(), level));
            }
        }
        return rows;
    }

    private Read read(Var v) {
        Eqn e = prog.def(v);
        boolean element = e != null && e.prim() == Prim.INDEX && e.params().equals(Params.Access.PROMISED) && v.type().isScalar() && prog.home(v) == level;
        if (!element) {
            return null;
        }
        List<Atom> at = e.indices();
        Poly last = place(at.get(at.size() - 1), 0);
        Poly place = last == null ? null : last.minus(Poly.var(level.trip().id()));
        boolean inRow = place != null && !place.mentions(level.trip().id()) && at.subList(0, at.size() - 1).stream().noneMatch(this::isInside);
        Atom array = inRow ? inFront((Var) e.in().get(0)) : null;
        return array == null ? null : new Read(v, e, array, place);
    }

    private boolean isInside(Atom a) {
        return a instanceof Var && prog.home(a).level() == level;
    }

    /** An index as a sum; null where it is something else, or one whose terms are not there in front of the loop. */
    private Poly place(Atom a, int depth) {
        if (a instanceof Lit l) {
            return Poly.of(l.asLong());
        }
        if (a.dtype() != DType.I32 || depth > STEPS) {
            return null;
        }
        if (a.equals(level.trip()) || !isInside(a)) {
            return Poly.var(((Var) a).id());
        }
        Eqn e = prog.def(a);
        if (e == null || e.prim() != Prim.ADD && e.prim() != Prim.SUB) {
            return null;
        }
        Poly x = place(e.in().get(0), depth + 1);
        Poly y = place(e.in().get(1), depth + 1);
        return x == null || y == null ? null : e.prim() == Prim.ADD ? x.plus(y) : x.minus(y);
    }

    /** The array that a trip reads, as it is in front of the loop; null where that is none. */
    private Atom inFront(Var array) {
        if (!isInside(array)) {
            return array;
        }
        RegionView.Slot s = RegionView.of(level.owner).ofParam(array);
        return s == null || s.role() != RegionView.Role.CARRY && s.role() != RegionView.Role.DEST ? null : s.init();
    }

    /** Whether the element is in its trip what it was in front of the loop: no earlier trip writes further on in the row than its own reads. */
    private boolean isUnchanged(Read r) {
        Var array = (Var) r.eqn.in().get(0);
        if (!isInside(array)) {
            return true;
        }
        List<Atom> at = r.eqn.indices();
        Atom now = RegionView.of(level.owner).ofParam(array).yield();
        while (!now.equals(array)) {
            Eqn write = prog.def(now);
            if (write == null || write.prim() != Prim.UPDATE || prog.home(now) != level || !write.params().equals(Params.Access.PROMISED)) {
                return false;
            }
            List<Atom> to = write.indices();
            Poly last = to.size() != at.size() || !to.subList(0, to.size() - 1).equals(at.subList(0, at.size() - 1)) ? null : place(to.get(to.size() - 1), 0);
            Poly ahead = last == null ? null : r.place.plus(Poly.var(level.trip().id())).minus(last);
            if (ahead == null || !ahead.isConst() || ahead.constant() < 0 || ahead.constant() > WIDEST) {
                return false;
            }
            now = write.in().get(0);
        }
        return true;
    }

    /** Writes the copying of a row to its tape; {@code at} makes of a number in the row its indices on the tape. */
    static Var copy(BlockTree prog, Row row, Atom tape, BiFunction<FormulaBuilder, Atom, List<Atom>> at, FormulaBuilder code) {
        Atom trips = code.cast(row.level.owner.in().get(0), DType.I32);
        Atom all = code.emit(Prim.SELECT, code.emit(Prim.GT, trips, Lit.i32(0)), code.add(trips, Lit.i32(row.more())), Lit.i32(0));
        Var j = code.fresh(Type.I32);
        Var before = code.fresh(tape.type());
        var body = new FormulaBuilder(code);
        List<Atom> from = row.first.indices();
        Atom last = there(prog, row, from.get(from.size() - 1), j, new HashMap<>(), body);
        Var x = body.index(row.array, Params.Access.PROMISED, FormulaBuilder.with(from.subList(0, from.size() - 1), last));
        Var after = body.update(before, Params.Access.PROMISED, at.apply(body, j), x);
        return code.loop(Prim.MAP, Dim.UNKNOWN, body.close(List.of(j, before), List.of(after)), all, List.of(tape)).get(0);
    }

    /** An index of the loop's trip as that of another number. */
    private static Atom there(BlockTree prog, Row row, Atom a, Atom trip, Map<Atom, Atom> known, FormulaBuilder code) {
        if (a.equals(row.level.trip())) {
            return trip;
        }
        if (!(a instanceof Var) || prog.home(a).level() != row.level) {
            return a;
        }
        Atom done = known.get(a);
        if (done == null) {
            Eqn e = prog.def(a);
            done = code.emit(e.prim(), e.in().stream().map(x -> there(prog, row, x, trip, known, code)).toArray(Atom[]::new));
            known.put(a, done);
        }
        return done;
    }
}
