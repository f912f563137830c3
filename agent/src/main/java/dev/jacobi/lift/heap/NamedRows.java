package dev.jacobi.lift.heap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ElementAccess.RowNumbers;
import dev.jacobi.lift.state.FunctionInputs;
import dev.jacobi.lift.state.LiftContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which rows of given arrays of arrays a method uses, where their numbers are arithmetic of its arguments and of lengths ({@code a[0]}, {@code a[k + 1]}), or of counters between such numbers
 * ({@code for (i = lo; i < hi; i++)}), or elements of a given array of ints ({@code a[ids[j]]}): an element of theirs, or their length. That is found while the method is lifted, as its program no longer says whose length {@code a[k + 1].length} is, nor which elements were
 * read in vain: a row that is missing there makes Java throw.
 */
public final class NamedRows {
    private static final int MOST_EQUATIONS = 24;
    private static final int MOST_NUMBERS = 16;
    private final LiftContext context;
    private final List<Var> inputs;
    private final Set<Integer> defined;
    /** The loops by the variables that they carry into a trip. */
    private final Map<Atom, Eqn> loops = new HashMap<>();
    /** The arrays by the elements that are read of them. */
    private final Map<Atom, Var> elements = new HashMap<>();
    private final Builder b;
    private final Map<Atom, List<Atom>> made = new HashMap<>();
    private int count;

    private NamedRows(LiftContext context, Func entry) {
        this.context = context;
        this.inputs = entry.in();
        this.defined = Regions.defined(new Region(List.of(), entry.body(), List.of()));
        this.b = new Builder(Regions.firstFreeId(entry));
        Regions.each(entry.body(), e -> {
            if (e.prim() == Prim.WHILE) {
                RegionView.of(e).carried().forEach(s -> loops.put(s.params().get(1), e));
            } else if (e.prim() == Prim.INDEX) {
                elements.put(e.result(), (Var) e.in().get(0));
            }
        });
    }

    /** What is known of each input with two axes of which no rows are used but such. */
    public static Map<Integer, RowNumbers> of(LiftContext context, Func entry) {
        var all = new HashMap<Integer, RowNumbers>();
        for (FunctionInputs.Input in : context.inputs().all()) {
            Set<Atom> rows = in.loc() < 0 || in.var().type().rank() != 2 ? null : context.origins().rowsOf(in.loc());
            RowNumbers numbers = rows == null ? null : new NamedRows(context, entry).numbers(rows);
            if (numbers != null) {
                all.put(context.inputs().all().indexOf(in), numbers);
            }
        }
        return all;
    }

    private RowNumbers numbers(Set<Atom> rows) {
        var out = new ArrayList<Atom>();
        boolean between = false;
        int listed = -1;
        for (Atom row : rows) {
            if (row instanceof Var v && !inputs.contains(v) && !defined.contains(v.id())) {
                continue; // of an attempt to lift a loop that was given up
            }
            int list = list(row);
            if (list >= 0 && (listed < 0 || listed == list)) {
                listed = list;
                continue;
            }
            List<Atom> ends = ends(row);
            if (ends == null || out.size() > MOST_NUMBERS) {
                return null;
            }
            out.addAll(ends);
            between |= ends.size() > 1;
        }
        return listed >= 0 && between ? null : new RowNumbers(b.build(inputs, out), between, listed);
    }

    /** The input, as it was given, that the number of a row is an element of; -1 where it is none. */
    private int list(Atom row) {
        Var array = elements.get(row);
        return array != null && array.dtype() == DType.I32 && array.type().rank() == 1 ? inputs.indexOf(array) : -1;
    }

    /** Numbers, as the function of the inputs has them, between which a value always lies; null where the inputs do not say. */
    private List<Atom> ends(Atom a) {
        if (a instanceof Lit || inputs.contains((Var) a)) {
            return List.of(a);
        }
        if (!made.containsKey(a)) {
            made.put(a, null); // until it is known: a value that depends on itself has no ends
            Eqn e = context.ir().definition(a);
            made.put(a, loops.containsKey(a) ? counted(loops.get(a), (Var) a) : e == null ? null : e.prim() == Prim.DIM ? extent(e) : computed(e));
        }
        return made.get(a);
    }

    /** What is computed of all ends: the values between them lie between the results, where nothing wraps around. */
    private List<Atom> computed(Eqn e) {
        List<List<Atom>> in = new ArrayList<>(List.of(List.of()));
        for (Atom x : e.in()) {
            List<Atom> ends = x.type().isScalar() ? ends(x) : null;
            if (ends == null || in.size() * ends.size() > MOST_NUMBERS) {
                return null;
            }
            in = in.stream().flatMap(before -> ends.stream().map(n -> with(before, n))).toList();
        }
        count += in.size();
        boolean between = in.size() == 1 || e.prim() == Prim.ADD || e.prim() == Prim.SUB || e.prim() == Prim.MIN || e.prim() == Prim.MAX;
        return between && count <= MOST_EQUATIONS ? in.stream().map(operands -> (Atom) b.emitAll(e.prim(), e.params(), operands).get(0)).toList() : null;
    }

    private static List<Atom> with(List<Atom> before, Atom last) {
        var all = new ArrayList<>(before);
        all.add(last);
        return all;
    }

    /** A counter that goes up or down by one as long as it is below or above a number: in each trip it lies between where it begins and that number, without it. */
    private List<Atom> counted(Eqn loop, Var counter) {
        RegionView.Slot s = RegionView.of(loop).carried().stream().filter(x -> x.params().contains(counter)).findFirst().orElseThrow();
        Eqn step = context.ir().definition(s.yield());
        Eqn test = context.ir().definition(Regions.of(loop).get(0).out().get(0));
        boolean steps = step != null && (step.prim() == Prim.ADD || step.prim() == Prim.SUB) && step.in().get(0).equals(counter) && step.in().get(1) instanceof Lit by && Math.abs(by.asLong()) == 1;
        if (!steps || test == null || !test.in().get(0).equals(s.params().get(0)) || counter.dtype() != DType.I32) {
            return null;
        }
        boolean up = ((Lit) step.in().get(1)).asLong() == (step.prim() == Prim.ADD ? 1 : -1);
        List<Atom> from = test.prim() == (up ? Prim.LT : Prim.GT) ? ends(s.init()) : null;
        List<Atom> to = from == null || isNumberOfRows(test.in().get(1)) ? null : ends(test.in().get(1));
        if (to == null) {
            return null;
        }
        var all = new ArrayList<>(from);
        to.forEach(n -> all.add(b.emit(up ? Prim.SUB : Prim.ADD, n, Lit.i32(1))));
        return all;
    }

    /** Whether a loop goes to the last row: then looking at some rows only is not worth a question. */
    private boolean isNumberOfRows(Atom a) {
        Eqn e = context.ir().definition(a);
        return e != null && (e.prim() == Prim.DIM ? e.in().get(0).type().rank() > 1 && ((Params.Axis) e.params()).axis() == 0 : e.in().stream().anyMatch(this::isNumberOfRows));
    }

    /** A length, which the array has that came with the call, whatever was written into it since. */
    private List<Atom> extent(Eqn e) {
        Dim d = e.in().get(0).type().dims().get(((Params.Axis) e.params()).axis());
        for (Var v : d.isUnknown() || d.isConst() || d.mul() != 1 || d.add() != 0 ? List.<Var>of() : inputs) {
            int axis = v.type().dims().indexOf(d);
            if (axis >= 0) {
                return List.of(b.dim(v, axis));
            }
        }
        return null;
    }
}
