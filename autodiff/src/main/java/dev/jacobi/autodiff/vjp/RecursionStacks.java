package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What recursive functions keep for the backward part: one stack of f64, which every activation and every trip of a loop pushes its values on when
 * it ends, and pops them from when its adjoint begins; integers lie on it as their bits. Where the recursive functions only return scalars its
 * size is fixed: what has no room is dropped but counted, and the outermost call is then made again with room for all.
 * Else it grows on the way.
 */
final class RecursionStacks {
    private static final int FIRST_CAPACITY = 32768;
    /** The array, and the number of its elements in use. */
    final Var tape;
    final Var counter;
    private final boolean fixed;
    private final Builder ids;

    RecursionStacks(Adjoint adjoint, boolean fixed) {
        this.fixed = fixed;
        ids = adjoint.ids;
        // the emitter hands no extents back that are known to be those handed in
        Dim capacity = fixed && adjoint.isPair() ? Dim.sym(unused(adjoint.prog.func.in())) : Dim.UNKNOWN;
        tape = adjoint.ids.fresh(Type.of(DType.F64, capacity));
        adjoint.prog.define(tape, adjoint.prog.top, null);
        counter = adjoint.newCounter(adjoint.prog.top);
    }

    private static String unused(List<Var> in) {
        String name = "stack";
        for (int k = 1;; k++) {
            String now = name;
            if (in.stream().noneMatch(v -> v.type().dims().stream().anyMatch(d -> d.sym().equals(now)))) {
                return name;
            }
            name = "stack" + k;
        }
    }

    /** Tape and counter, in the order in which functions take and return them. */
    List<Var> keys() {
        return List.of(tape, counter);
    }

    void allocate(FormulaBuilder code, Map<Var, Atom> state) {
        state.put(tape, code.full(Lit.unset(DType.F64), List.of(Dim.UNKNOWN), List.of(Lit.i32(FIRST_CAPACITY))));
        state.put(counter, Lit.i32(0));
    }

    /** Pushes values, growing the stack where needed. */
    void push(List<Var> values, FormulaBuilder c, Map<Var, Atom> state) {
        if (values.isEmpty()) {
            return;
        }
        Atom from = state.get(counter);
        Atom to = c.add(from, Lit.i32(values.size()));
        Atom before = fixed ? state.get(tape) : grown(state.get(tape), to, c);
        Supplier<List<? extends Atom>> write = () -> {
            Atom now = before;
            for (int k = 0; k < values.size(); k++) {
                now = c.update(now, Params.Access.PROMISED, List.of(c.add(from, Lit.i32(k))), packed(c, values.get(k)));
            }
            return List.of(now);
        };
        state.put(tape, fixed ? c.cond(c.emit(Prim.LE, to, c.dim(before, 0)), write, () -> List.of(before)).get(0) : write.get().get(0));
        state.put(counter, to);
    }

    /** The value in slot k of those that were popped from {@code from} on. */
    Atom popped(FormulaBuilder c, Atom from, int k, DType d) {
        Atom x = c.index(tape, Params.Access.PROMISED, List.of(c.add(from, Lit.i32(k))));
        return switch (d) {
            case F64, F32, F16, BF16 -> c.cast(x, d);
            case I64 -> bits(c, x, DType.I64);
            case I8, I16, U16, I32 -> c.cast(bits(c, x, DType.I64), d);
            case BOOL -> c.emit(Prim.NE, bits(c, x, DType.I64), Lit.of(DType.I64, 0));
        };
    }

    private static Atom packed(FormulaBuilder c, Atom v) {
        return switch (v.dtype()) {
            case F64, F32, F16, BF16 -> c.cast(v, DType.F64);
            case BOOL, I8, I16, U16, I32, I64 -> bits(c, c.cast(v, DType.I64), DType.F64);
        };
    }

    private static Atom bits(FormulaBuilder c, Atom v, DType to) {
        return c.emit(Prim.BITCAST, new Params.To(to), v);
    }

    private static Atom grown(Atom tape, Atom needed, FormulaBuilder c) {
        Atom capacity = c.dim(tape, 0);
        return c.cond(c.emit(Prim.GT, needed, capacity), () -> List.of(larger(tape, needed, c)), () -> List.of(tape)).get(0);
    }

    private static Atom larger(Atom tape, Atom needed, FormulaBuilder c) {
        Atom capacity = c.dim(tape, 0);
        return c.enlarged(tape, List.of(c.emit(Prim.MAX, needed, c.emit(Prim.ADD, capacity, capacity))));
    }

    /** Calls a function that pushes; one of a fixed size that has had no room is called again from outside of the recursion. */
    void call(String name, Eqn e, boolean outermost, FormulaBuilder code, Map<Var, Atom> state) {
        var params = new Params.Call(name, FormulaBuilder.join(e.out(), keys()).stream().map(Var::type).toList());
        List<Var> results = push(params, e, !fixed || !outermost, code, state);
        Map<Var, Atom> once = new LinkedHashMap<>(state);
        put(results, state);
        if (!fixed || !outermost) {
            return;
        }
        Atom dropped = code.emit(Prim.GT, state.get(counter), code.dim(state.get(tape), 0));
        code.open();
        once.put(tape, larger(state.get(tape), state.get(counter), code));
        Region more = code.close(List.of(), push(params, e, false, code, once));
        List<Var> out = behind(e);
        code.append(new Eqn(Prim.COND, List.of(dropped), new Params.Branches(List.of(new Region(List.of(), List.of(), List.copyOf(results)), more)), out));
        put(out, state);
    }

    /** The equation's results, and new ones for the keys. */
    private List<Var> behind(Eqn e) {
        return FormulaBuilder.join(e.out(), keys().stream().map(k -> ids.fresh(k.type())).toList());
    }

    private List<Var> push(Params.Call params, Eqn e, boolean finished, FormulaBuilder code, Map<Var, Atom> state) {
        List<Atom> in = FormulaBuilder.join(e.in(), keys().stream().map(state::get).toList());
        if (!finished) {
            return code.emitAll(Prim.CALL, params, in);
        }
        List<Var> out = behind(e);
        code.append(new Eqn(Prim.CALL, in, params, out));
        return out;
    }

    private void put(List<Var> results, Map<Var, Atom> state) {
        int n = results.size();
        state.put(tape, results.get(n - 2));
        state.put(counter, results.get(n - 1));
    }
}
