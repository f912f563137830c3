package dev.jacobi.llvm.emit;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.External;
import dev.jacobi.llvm.library.LibraryRoutine;
import dev.jacobi.llvm.text.ModuleText;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.Value;
import dev.jacobi.llvm.text.Value.Arr;
import dev.jacobi.llvm.text.Value.Val;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Calls of {@link LibraryRoutine}s. They run outside of lanes, and overwrite arrays where they lie. */
final class LibraryCalls {
    private final EquationEmitter g;

    LibraryCalls(EquationEmitter g) {
        this.g = g;
    }

    void call(Eqn e, String name) {
        g.out.callLibrary();
        if (name.equals(External.READY)) {
            g.set(e.result(), Val.uniform(DType.BOOL, g.call("i1", ModuleText.LIBRARY_READY)));
            return;
        }
        LibraryRoutine r = LibraryRoutine.of(name);
        List<String> operands = e.in().stream().map(a -> operand(g.value(a))).toList();
        String code = called(r, operands);
        for (int k = 0; k < r.overwritten().size(); k++) {
            g.set(e.out().get(k), g.arr(e.in().get(r.overwritten().get(k))));
        }
        if (r.returns()) {
            g.set(e.out().get(r.overwritten().size()), Val.uniform(DType.I32, code));
        }
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
