package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.External;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.library.LibraryRoutine;
import dev.jacobi.llvm.text.HostCall;
import dev.jacobi.llvm.text.ModuleContext;
import dev.jacobi.llvm.text.ModuleText;
import dev.jacobi.llvm.text.NotEmitted;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.Value;
import dev.jacobi.llvm.text.Value.Arr;
import dev.jacobi.llvm.text.Value.Val;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Calls of what was not compiled here. Of Java ({@code upcall.ll}): what it is told is written into words on the stack, and when it has thrown the function is left. Of libraries of the machine: they get
 * pointers and numbers.
 */
final class ForeignCalls {
    private final EquationEmitter g;

    ForeignCalls(EquationEmitter g) {
        this.g = g;
    }

    /** Whether a loop calls Java, itself or by functions: then it stays on the thread that called the code, as the pool's threads are unknown to the JVM. */
    static boolean within(ModuleContext unit, Eqn loop) {
        return within(unit, Regions.of(loop).get(0).body(), new HashSet<>());
    }

    private static boolean within(ModuleContext unit, List<Eqn> body, Set<String> seen) {
        return Regions.any(body, e -> HostCall.is(e) || e.params() instanceof Params.Call c && seen.add(c.name()) && called(unit, c.name(), seen));
    }

    private static boolean called(ModuleContext unit, String name, Set<String> seen) {
        Func f = unit.funcs().get(name);
        return f != null && within(unit, f.body(), seen);
    }

    /** A callback, which has no result. */
    void callback(Eqn e) {
        emit(e, List.of());
    }

    /** A Fourier transform of the last axis of arrays of doubles, into new ones. */
    void fourier(Eqn e) {
        List<String> dims = g.arr(e.in().get(0)).dims();
        var results = new ArrayList<Arr>();
        for (Var v : e.out()) {
            results.add(g.memory.fresh(v, v.dtype(), dims, false, g.lanes));
        }
        emit(e, results);
        g.setAll(e.out(), results);
    }

    private void emit(Eqn e, List<Arr> results) {
        if (g.unit.device()) {
            throw new NotEmitted(e.prim() == Prim.FFT ? "a GPU cannot call the Fourier transform of the CPU"
                : "the callback " + ((Params.Name) e.params()).name() + " belongs to the JVM, which a GPU cannot call");
        }
        HostCall call = HostCall.of(e);
        String words = g.fn.alloca("i64", Math.max(1, call.words() + results.size()), 16);
        int at = 0;
        for (Atom a : e.in()) {
            Value v = g.value(a);
            if (v instanceof Val x) {
                put(words, at++, bits(x));
            } else {
                put(words, at++, "ptr " + g.memory.address((Arr) v));
                for (String d : ((Arr) v).dims()) {
                    put(words, at++, "i64 " + d);
                }
            }
        }
        for (Arr r : results) {
            put(words, at++, "ptr " + r.ptr());
        }
        String own = g.call("ptr", HostCall.TABLE);
        String code = g.call("i32", "jacobi_upcall", "ptr " + own, "i64 " + g.out.hostCall(call), "ptr " + words);
        g.exits.unless(g.fn.def("icmp eq i32 " + code + ", 0"), HostCall.FAILED);
    }

    private void put(String words, int at, String typed) {
        g.fn.line("store " + typed + ", ptr " + (at == 0 ? words : g.fn.def("getelementptr i64, ptr " + words + ", i64 " + at)));
    }

    /** A scalar with its type, as a word takes it; the rest of the word is not looked at. */
    private String bits(Val v) {
        return v.dtype() == DType.BOOL ? "i64 " + g.fn.def("zext i1 " + v.text() + " to i64") : Ty.value(v.dtype()) + " " + v.text();
    }

    /** A call of a {@link LibraryRoutine}. It runs outside of lanes, and overwrites arrays where they lie. */
    void library(Eqn e, String name) {
        if (name.equals(External.READY)) {
            g.out.callLibrary();
            g.set(e.result(), Val.uniform(DType.BOOL, g.call("i1", ModuleText.LIBRARY_READY)));
            return;
        }
        LibraryRoutine r = LibraryRoutine.of(name);
        if (r.needsLibrary()) {
            g.out.callLibrary();
        }
        List<String> operands = e.in().stream().flatMap(a -> operands(r, g.value(a))).toList();
        String code = called(r, operands);
        for (int k = 0; k < r.overwritten().size(); k++) {
            g.set(e.out().get(k), g.arr(e.in().get(r.overwritten().get(k))));
        }
        if (r.returns()) {
            g.set(e.out().get(r.overwritten().size()), Val.uniform(DType.I32, code));
        }
    }

    private Stream<String> operands(LibraryRoutine r, Value v) {
        if (!r.takesRows() || !(v instanceof Arr a) || a.dtype() == DType.I64) {
            return Stream.of(operand(v)); // a number, or the words that say how the matrices lie
        }
        return Stream.of(operand(v), "ptr " + (a.table() == null ? "null" : g.memory.address(a.table())));
    }

    private String operand(Value v) {
        return v instanceof Arr a ? "ptr " + g.memory.address(a) : Ty.value(((Val) v).dtype()) + " " + ((Val) v).text();
    }

    private String called(LibraryRoutine r, List<String> operands) {
        String result = r.returns() ? "i32" : "void";
        if (r.isAdapter()) {
            var all = new ArrayList<>(operands);
            all.add("i1 " + (g.unit.threads() != 1));
            return g.call(result, r.symbol(), all.toArray(String[]::new));
        }
        String variable = g.out.helper(LibraryRoutine.variable(r.symbol()), "@" + LibraryRoutine.variable(r.symbol()) + " = external global ptr");
        String types = operands.stream().map(o -> o.substring(0, o.indexOf(' '))).collect(Collectors.joining(", "));
        String text = "call " + result + " (" + types + ") " + g.fn.def("load ptr, ptr " + variable) + "(" + String.join(", ", operands) + ")";
        if (r.returns()) {
            return g.fn.def(text);
        }
        g.fn.line(text);
        return null;
    }
}
