package dev.jacobi.autodiff;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What recursive functions keep for the backward part: one stack per element type, which every activation and every trip of a loop pushes
 * its values on when it ends, and pops them from when its adjoint begins.
 */
final class Stacks {
    /** An array that grows, and the number of its elements in use. */
    record Stack(DType dtype, Var tape, Var counter) {
    }

    private static final int FIRST_CAPACITY = 512;
    final List<Stack> all = new ArrayList<>();

    Stacks(Vjp vjp, List<DType> dtypes) {
        for (DType d : dtypes) {
            Var tape = new Var(vjp.ids.next++, Type.of(d, Dim.UNKNOWN));
            vjp.prog.define(tape, vjp.prog.top, null);
            all.add(new Stack(d, tape, vjp.newCounter(vjp.prog.top)));
        }
    }

    /** The element type of the stack that values of a type lie on. */
    static DType stored(DType d) {
        return switch (d) {
            case BOOL, I8, I16, U16, I32 -> DType.I32;
            case I64 -> DType.I64;
            case F16, BF16, F32 -> DType.F32;
            case F64 -> DType.F64;
        };
    }

    Stack of(DType d) {
        return all.stream().filter(s -> s.dtype == stored(d)).findFirst().orElseThrow();
    }

    /** Tapes and counters, in the order in which functions take and return them. */
    List<Var> keys() {
        var out = new ArrayList<Var>();
        all.forEach(s -> out.add(s.tape));
        all.forEach(s -> out.add(s.counter));
        return out;
    }

    List<Var> tapes() {
        return all.stream().map(Stack::tape).toList();
    }

    List<Var> counters() {
        return all.stream().map(Stack::counter).toList();
    }

    void allocate(Code code, Map<Var, Atom> state) {
        for (Stack s : all) {
            state.put(s.tape, code.full(Lit.zero(s.dtype), List.of(Dim.UNKNOWN), List.of(Lit.i32(FIRST_CAPACITY))));
            state.put(s.counter, Lit.i32(0));
        }
    }

    /** Pushes values, growing the stacks where needed. */
    void push(List<Var> values, Code c, Map<Var, Atom> state) {
        for (Stack s : all) {
            List<Var> mine = values.stream().filter(v -> stored(v.dtype()) == s.dtype).toList();
            if (mine.isEmpty()) {
                continue;
            }
            Atom from = state.get(s.counter);
            Atom to = c.add(from, Lit.i32(mine.size()));
            Atom tape = grown(state.get(s.tape), to, c);
            for (int k = 0; k < mine.size(); k++) {
                tape = c.update(tape, Params.Access.PROMISED, List.of(c.add(from, Lit.i32(k))), c.convert(mine.get(k), s.dtype));
            }
            state.put(s.tape, tape);
            state.put(s.counter, to);
        }
    }

    private static Atom grown(Atom tape, Atom needed, Code code) {
        Atom capacity = code.emit(Prim.DIM, new Params.Axis(0, false), tape);
        var more = new Code(code.ids);
        Atom twice = more.emit(Prim.MAX, needed, more.emit(Prim.ADD, capacity, capacity));
        Atom fresh = more.full(Lit.zero(tape.dtype()), List.of(Dim.UNKNOWN), List.of(twice));
        Atom copied = more.emit(Prim.UPDATE_SLICE, fresh, tape, Lit.i32(0));
        return code.emitAll(Prim.COND, new Params.Branches(List.of(new Region(List.of(), List.of(), List.of(tape)),
            new Region(List.of(), more.eqns, List.of(copied)))), List.of(code.emit(Prim.GT, needed, capacity))).get(0);
    }
}
