package dev.jacobi.llvm;

import dev.jacobi.ir.External;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.buffer.Bufferise;
import dev.jacobi.llvm.buffer.CallShapes;
import dev.jacobi.llvm.lower.Lower;
import dev.jacobi.llvm.lower.PrefixBlocks;
import dev.jacobi.llvm.lower.Unfold;
import dev.jacobi.llvm.text.ModuleContext;
import dev.jacobi.llvm.text.ModuleText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * From IR to LLVM IR text. Array primitives are lowered to loops, copies are placed where an array is still needed after it is overwritten,
 * parallel loops get lanes and threads, and the rest is emitted equation by equation.
 */
public final class Emitter {
    private Emitter() {
    }

    /** Emits the entry function and what it calls, for this machine. */
    public static LlvmModule emit(CompileRequest request) {
        return emit(request, Tuning.host());
    }

    /** Emits for vector registers of the given width in bytes (16, 32 or 64; 0: one element at a time). */
    public static LlvmModule emit(CompileRequest request, int vectorBytes) {
        return emit(request, vectorBytes, false);
    }

    /** As for these registers; {@code eager} takes lanes and threads wherever they are possible, whether they pay or not. */
    public static LlvmModule emit(CompileRequest request, int vectorBytes, boolean eager) {
        return emit(request, new Tuning(vectorBytes, eager, false, false));
    }

    /** Emits the entry function and what it calls. */
    public static LlvmModule emit(CompileRequest request, Tuning tuning) {
        boolean eager = tuning.eager();
        var out = new ModuleText();
        Func entry = inBlocks(prepared(request.module().get(request.entry())), request, eager);
        var callees = new LinkedHashMap<String, Func>();
        reach(entry, request, callees);
        Map<String, List<Integer>> shapes = CallShapes.of(callees);
        var symbols = new HashMap<String, String>();
        callees.keySet().forEach(n -> symbols.put(n, "@fn." + symbols.size()));
        var unit = new ModuleContext(out, callees, shapes, symbols, request.fast(), request.threads(), tuning.vectorBytes(), eager,
            tuning.fmaRoots() && tuning.vectorBytes() == 64, false);
        FunctionEmitter.entry(unit, "entry", entry, request.donated());
        callees.forEach((name, f) -> FunctionEmitter.callee(unit, name, f));
        var results = new ArrayList<Type>();
        for (int k = 0; k < entry.out().size(); k++) {
            if (request.donated().get(k) < 0) {
                results.add(entry.out().get(k).type());
            }
        }
        return new LlvmModule(out.text(), "entry", entry.in().stream().map(Var::type).toList(), results, out.checks(),
            FunctionEmitter.hasBound(entry) ? "entry_bound" : null);
    }

    private static Func inBlocks(Func f, CompileRequest request, boolean eager) {
        return request.threads() > 1 || eager ? PrefixBlocks.run(f, request.fast(), eager) : f;
    }

    private static Func prepared(Func f) {
        return Bufferise.withoutViews(Lower.run(f));
    }

    private static void reach(Func f, CompileRequest request, Map<String, Func> found) {
        Regions.each(f.body(), e -> {
            if (e.prim() == Prim.CALL) {
                String name = ((Params.Call) e.params()).name();
                if (!External.is(name) && !found.containsKey(name)) {
                    Func callee = Unfold.once(name, prepared(request.module().get(name)));
                    found.put(name, callee);
                    reach(callee, request, found);
                }
            }
        });
    }
}
