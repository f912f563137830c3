package dev.jacobi.llvm.emit;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.llvm.plan.RowReads;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.Value;
import dev.jacobi.llvm.text.Value.Arr;
import dev.jacobi.llvm.text.Value.Val;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * A counted loop in which each lane goes along a row of its own ({@link RowReads}). Its trips run in blocks: a register's worth of elements is read of each row, which is as many accesses as there are lanes for a
 * whole block, and rows and columns are exchanged in registers. One element of each row at a time would be an access for each, and where rows are a power of two apart they would push each other out of the cache.
 */
final class RowBlocks {
    private final EquationEmitter g;
    private final FnText fn;
    private final RegionView view;
    private final RowReads plan;

    private RowBlocks(EquationEmitter g, RegionView view, RowReads plan) {
        this.g = g;
        this.fn = g.fn;
        this.view = view;
        this.plan = plan;
    }

    /** The loop in blocks; null where it has no such reads, or where rows may be shorter as far as is known, or other lanes are off than those that have no trip, in place of whose rows, which need not be there, that of the first lane is read. */
    static RowBlocks of(EquationEmitter g, RegionView view) {
        if (g.lanes == 1 || g.mask != null && !g.masked.isOfTrips(g.mask) || g.unit.vectorBytes() == 0) {
            return null;
        }
        RowReads plan = RowReads.of(view.eqn(), g.facts.variance(), g.lanes, g.unit.vectorBytes());
        return plan.reads().isEmpty() || g.lanes % plan.trips() != 0 || plan.reads().stream().anyMatch(e -> g.facts.shared().isOpen(e, e.indices().size() - 1)) ? null : new RowBlocks(g, view, plan);
    }

    /** What the rows that go together read of the columns that are their lanes, a register's worth of each column at once; null where there is no such block. */
    static Val readColumns(EquationEmitter g, Eqn read, Arr first) {
        if (!areColumns(g, read, first)) {
            return null;
        }
        boolean back = g.facts.byColumns(read) < 0;
        var parts = new ArrayList<>(of(g).part(first, back ? g.jam - 1 : 0, "0"));
        if (back) {
            Collections.reverse(parts);
        }
        return Val.varying(first.dtype(), parts);
    }

    /** Stores what these rows have into such columns; false where there is no such block. */
    static boolean storeColumns(EquationEmitter g, Eqn store, Arr first, Value v) {
        if (!areColumns(g, store, first) || !(v instanceof Val x)) {
            return false;
        }
        RowBlocks blocks = of(g);
        int n = g.jam;
        boolean back = g.facts.byColumns(store) < 0;
        for (int from = 0; from < g.lanes; from += n) {
            int lane = from;
            String[] rows = IntStream.range(0, n).mapToObj(r -> blocks.shuffle(first.dtype(), g.lanes, g.vector(x, back ? n - 1 - r : r), "poison", n, i -> lane + i)).toArray(String[]::new);
            blocks.exchange(first.dtype(), rows, n / 2);
            for (int l = 0; l < n; l++) {
                g.access.wideStore(first, rows[l], blocks.address(first, back ? n - 1 : 0, lane + l, "0"), n);
            }
        }
        return true;
    }

    private static boolean areColumns(EquationEmitter g, Eqn access, Arr first) {
        return g.facts.byColumns(access) != 0 && g.jam > 1 && g.lanes % g.jam == 0 && g.mask == null && first.lanes() == 1 && first.offset() != null && first.offset().parts().size() == g.jam;
    }

    private static RowBlocks of(EquationEmitter g) {
        return new RowBlocks(g, null, new RowReads(null, List.of(), g.jam));
    }

    /** The first trip that is left, and what it gets. */
    record Done(String next, List<Value> carry) {
    }

    /** Runs the trips that are in whole blocks, then those of what is left that are in blocks of half as many, and so on. */
    Done run(Val n, List<Value> init) {
        var done = new Done("0", init);
        for (int trips = plan.trips(); trips >= RowReads.FEWEST; trips /= 2) {
            var blocks = new RowBlocks(g, view, new RowReads(plan.loop(), plan.reads(), trips));
            String whole = blocks.whole(n);
            done = new Done(whole, blocks.run(n, done.next(), whole, done.carry()));
        }
        return done;
    }

    /** Runs trips from one on, one after the other; returns the carry behind them. */
    private List<Value> run(Val n, String from, String whole, List<Value> init) {
        List<Eqn> rest = view.body().body().stream().filter(e -> !plan.reads().contains(e)).toList();
        var phis = new LoopPhis(g, view.eqn(), init);
        return g.control.loop("block", from, Val.uniform(n.dtype(), whole), "add nsw", plan.trips(), "", phis, (i, start) -> {
            List<List<Val>> columns = plan.reads().stream().map(e -> columns(e, i)).toList();
            List<Value> carry = start;
            for (int t = 0; t < plan.trips(); t++) {
                for (int k = 0; k < columns.size(); k++) {
                    g.set(plan.reads().get(k).result(), columns.get(k).get(t));
                }
                Val trip = t == 0 ? i : Val.uniform(n.dtype(), fn.def("add nsw " + Ty.value(n.dtype()) + " " + i.text() + ", " + t));
                carry = g.control.trip(view, rest, trip, carry);
            }
            return carry;
        });
    }

    /** How many of n trips are in whole blocks. */
    private String whole(Val n) {
        String count = g.ops.intrinsic("smax", n.dtype(), 1, n.text(), "0");
        return fn.def("and " + Ty.value(n.dtype()) + " " + count + ", " + -plan.trips());
    }

    /** What a read gives in each trip of the block that begins with this one. */
    private List<Val> columns(Eqn read, Val trip) {
        g.set(view.trip(), Val.uniform(trip.dtype(), "0"));
        g.body(BackwardSlice.of(view.body().body(), read.indices()).eqns());
        Arr first = g.access.element(read);
        int step = RowReads.step(read, view.eqn());
        String at = g.wide(trip).text();
        String from = step > 0 ? at : fn.def("sub i64 " + -(plan.trips() - 1) + ", " + at);
        var parts = new ArrayList<List<String>>();
        for (int k = 0; k < first.offset().parts().size(); k++) {
            parts.add(part(first, k, from));
        }
        var columns = new ArrayList<Val>();
        for (int t = 0; t < plan.trips(); t++) {
            int c = step > 0 ? t : plan.trips() - 1 - t;
            columns.add(Val.varying(first.dtype(), parts.stream().map(p -> p.get(c)).toList()));
        }
        return columns;
    }

    /** The columns of all lanes. */
    private List<String> part(Arr first, int k, String from) {
        int n = plan.trips();
        var groups = new ArrayList<List<String>>();
        for (int l = 0; l < g.lanes; l += n) {
            groups.add(square(first, k, l, from));
        }
        while (groups.size() > 1) {
            var joined = new ArrayList<List<String>>();
            int lanes = g.lanes / groups.size();
            for (int k2 = 0; k2 < groups.size(); k2 += 2) {
                List<String> a = groups.get(k2);
                List<String> b = groups.get(k2 + 1);
                joined.add(IntStream.range(0, n).mapToObj(c -> shuffle(first.dtype(), lanes, a.get(c), b.get(c), 2 * lanes, i -> i)).toList());
            }
            groups = joined;
        }
        return groups.get(0);
    }

    /** The columns of as many lanes as a block has trips: halves of rows are put together as they are read, and what is left of the exchange takes a step for each power of two. */
    private List<String> square(Arr first, int k, int lane, String from) {
        int n = plan.trips();
        int half = n / 2;
        DType t = first.dtype();
        var rows = new String[n];
        for (int r = 0; r < half; r++) {
            String upper = address(first, k, lane + r, from);
            String lower = address(first, k, lane + r + half, from);
            rows[r] = shuffle(t, half, read(first, upper, 0, half), read(first, lower, 0, half), n, i -> i);
            rows[r + half] = shuffle(t, half, read(first, upper, half, half), read(first, lower, half, half), n, i -> i);
        }
        exchange(t, rows, half / 2);
        return List.of(rows);
    }

    /** What is left of an exchange of rows and columns from the step for this power of two on. */
    private void exchange(DType t, String[] rows, int first) {
        int n = rows.length;
        for (int d = first; d > 0; d /= 2) {
            for (int r = 0; r < n; r++) {
                if ((r & d) == 0) {
                    int by = d;
                    String a = rows[r];
                    String b = rows[r + d];
                    rows[r] = shuffle(t, n, a, b, n, i -> (i & by) == 0 ? i : n + i - by);
                    rows[r + d] = shuffle(t, n, a, b, n, i -> (i & by) == 0 ? i + by : n + i);
                }
            }
        }
    }

    private String address(Arr first, int k, int lane, String from) {
        Val off = first.offset();
        String row = row(off, k, lane);
        if (g.mask != null && lane > 0) {
            String there = fn.def("extractelement " + Ty.vector("i1", g.lanes) + " " + g.mask + ", i64 " + lane);
            row = fn.def("select i1 " + there + ", i64 " + row + ", i64 " + row(off, k, 0));
        }
        return fn.def("getelementptr inbounds " + Ty.memory(first.dtype()) + ", ptr " + first.ptr() + ", i64 " + fn.def("add i64 " + row + ", " + from));
    }

    private String row(Val off, int k, int lane) {
        return off.isAffine() ? fn.def("add i64 " + off.basePart(k) + ", " + lane * off.stride()) : fn.def("extractelement " + Ty.vector("i64", g.lanes) + " " + off.part(k) + ", i64 " + lane);
    }

    private String read(Arr a, String p, int from, int n) {
        String at = from == 0 ? p : fn.def("getelementptr inbounds " + Ty.memory(a.dtype()) + ", ptr " + p + ", i64 " + from);
        return fn.def("load " + Ty.vector(Ty.memory(a.dtype()), n) + ", ptr " + at + ", align " + a.dtype().bytes() + g.memory.scopes().tag(a.root()));
    }

    /** Some elements of two vectors of {@code n}, counted through. */
    private String shuffle(DType t, int n, String a, String b, int many, IntUnaryOperator which) {
        return fn.shuffle(Ty.vector(Ty.memory(t), n), a, b, many, which);
    }
}
