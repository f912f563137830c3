package dev.jacobi.llvm;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.buffer.Shadows;
import dev.jacobi.llvm.buffer.WhollyWritten;
import dev.jacobi.llvm.emit.EquationEmitter;
import dev.jacobi.llvm.emit.FunctionFacts;
import dev.jacobi.llvm.plan.WorkBound;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.ModuleContext;
import dev.jacobi.llvm.text.Value.Arr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The inputs of an entry that it works on in copies of its own, so that a call that fails has changed nothing. An entry whose loops have trips that nothing but the arrays' contents
 * tells may also fail because it takes too long: its caller says how long it may take, or that it may take any time, or that all arrays are the call's own anyway. What is
 * copied for that reason alone is copied where it can happen, and nothing is where the arrays are the call's own.
 */
final class EntryCopies {
    /** Where what was in an input would be, if nobody has looked. */
    static final String UNKNOWN = "null";
    private final Func f;
    private final Map<String, List<Integer>> shapes;
    private final List<Integer> donated;
    /** Copied because a check may fail, because the contents may stand elsewhere at the end, and for all reasons. */
    private final Set<Var> checked;
    private final Set<Var> exchanged;
    /** Those of which the entry writes all elements, and reads none before: nothing need be copied there. */
    private final Set<Var> whole;
    private Set<Var> all;
    private Map<Var, Long> charges = Map.of();

    EntryCopies(Func f, Map<String, List<Integer>> shapes, List<Integer> donated) {
        this.f = f;
        this.shapes = shapes;
        this.donated = donated;
        checked = Shadows.of(f, shapes, donated);
        exchanged = Shadows.exchanged(f, shapes, donated);
        var definitions = new HashMap<Var, Eqn>();
        Regions.each(f.body(), e -> e.out().forEach(v -> definitions.put(v, e)));
        whole = WhollyWritten.inputs(f, definitions::get);
        whole.removeAll(exchanged);
        all = checked;
    }

    /**
     * The bound of the entry's time, in which loops are left out that are counted while the entry runs. Arrays of rows that nothing else would have copied are better used as they lie for any time than copied:
     * then nothing is counted.
     */
    Func bound(ModuleContext unit, FunctionFacts facts) {
        WorkBound.Charged w = WorkBound.charged(f, unit.funcs(), facts::lanes, checked);
        Set<Var> copied = w.charges().isEmpty() ? checked : Shadows.of(f, shapes, donated, w.charges().keySet());
        if (w.charges().isEmpty() || copied.stream().anyMatch(v -> v.type().rank() > 1 && !checked.contains(v))) {
            return WorkBound.of(f, unit.funcs(), facts::lanes, checked);
        }
        all = copied;
        charges = w.charges();
        facts.charge(charges);
        return WorkBound.charged(f, unit.funcs(), facts::lanes, all).bound();
    }

    /** Whether the entry counts the time of some loops. */
    boolean counts() {
        return !charges.isEmpty();
    }

    Set<Var> all() {
        return all;
    }

    /** Has the input be a copy where that is necessary. Returns what was in it, or, at null, what is certainly written, of no extent where it is no copy. */
    Arr make(EquationEmitter g, Var v) {
        if (!counts() && whole.contains(v)) {
            Arr given = g.arr(v);
            g.set(v, g.memory.like(given));
            return new Arr(given.dtype(), UNKNOWN, null, given.dims(), 1, -1);
        }
        if (!counts() || exchanged.contains(v)) {
            // The array is read once: if others write to it between two reads, that looks like a change made here.
            Arr was = g.memory.copy(null, g.arr(v));
            g.set(v, g.memory.copyOfCopy(was));
            return was;
        }
        FnText fn = g.fn;
        Arr given = g.arr(v);
        String needed = fn.def(checked.contains(v) ? "icmp ne i64 %patience, " + LlvmModule.PRIVATE : "icmp sge i64 %patience, 0");
        FnText.Block before = fn.current();
        FnText.Block copy = fn.block("copy");
        FnText.Block join = fn.block("work");
        fn.br(needed, copy, join);
        fn.enter(copy);
        boolean unread = whole.contains(v);
        Arr was = unread ? null : g.memory.copy(null, given);
        Arr own = unread ? g.memory.like(given) : g.memory.copyOfCopy(was);
        FnText.Block copied = fn.current();
        fn.br(join);
        fn.enter(join);
        String at = fn.fresh();
        join.phi(at, "ptr", "[ " + given.ptr() + ", " + before.label() + " ], [ " + own.ptr() + ", " + copied.label() + " ]");
        String old = unread ? UNKNOWN : fn.fresh();
        if (!unread) {
            join.phi(old, "ptr", "[ " + given.ptr() + ", " + before.label() + " ], [ " + was.ptr() + ", " + copied.label() + " ]");
        }
        var dims = new ArrayList<>(given.dims());
        dims.set(0, fn.def("select i1 " + needed + ", i64 " + dims.get(0) + ", i64 0"));
        g.set(v, new Arr(given.dtype(), at, null, given.dims(), 1, g.memory.scopes().fresh()));
        return new Arr(given.dtype(), old, null, dims, 1, g.memory.scopes().fresh());
    }
}
