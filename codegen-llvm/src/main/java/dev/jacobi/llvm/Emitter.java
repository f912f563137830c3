package dev.jacobi.llvm;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.PassManager;
import dev.jacobi.llvm.emit.FunctionFacts;
import dev.jacobi.llvm.lower.ReachedFunctions;
import dev.jacobi.llvm.text.ModuleContext;
import dev.jacobi.llvm.text.ModuleText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

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
        return emit(request, tuning, PassManager.quiet());
    }

    /** The same; {@code passes} runs what {@link CpuPipeline} lists. */
    public static LlvmModule emit(CompileRequest request, Tuning tuning, PassManager passes) {
        String main = ReachedFunctions.main(request.module(), request.entry());
        ReadyProgram ready = ReadyProgram.of(request.module(), CpuPipeline.lowering(request, main, tuning), main, f -> request.donated(), passes);
        var out = new ModuleText();
        var symbols = new HashMap<String, String>();
        ready.lowered().keySet().forEach(n -> symbols.put(n, "@fn." + symbols.size()));
        var unit = new ModuleContext(out, ready.lowered(), ready.shapes(), symbols, request.fast(), request.threads(), tuning.vectorBytes(), tuning.eager(),
            tuning.fmaRoots() && tuning.vectorBytes() == 64, false, request.arrays());
        Func entry = ready.main();
        var facts = new HashMap<String, FunctionFacts>();
        ready.callees().forEach((name, f) -> facts.put(name, FunctionEmitter.calleeFacts(unit, f)));
        FunctionEmitter.Entry known = FunctionEmitter.entry(unit, "entry", ready, request, facts);
        ready.callees().forEach((name, f) -> FunctionEmitter.callee(unit, name, f, facts.get(name), known.callees()));
        var results = new ArrayList<Type>();
        for (int k = 0; k < entry.out().size(); k++) {
            if (request.donated().get(k) < 0) {
                results.add(entry.out().get(k).type());
            }
        }
        return new LlvmModule(out.text(), "entry", entry.in().stream().map(Var::type).toList(), results, out.checks(),
            FunctionEmitter.hasBound(request, entry) ? "entry_bound" : null, out.isThreaded() || out.callsLibrary() && request.threads() != 1, out.callsLibrary(), out.allocates(), out.hostCalls(), known.rows(),
            known.limited() ? "entry" + FunctionEmitter.COUNTING : null, known.windows());
    }
}
