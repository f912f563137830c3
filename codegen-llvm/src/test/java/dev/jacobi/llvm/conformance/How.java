package dev.jacobi.llvm.conformance;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.pass.PassManager;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.Tuning;
import dev.jacobi.llvm.jit.NativeRun;
import dev.jacobi.vectorize.raise.CommonPipeline;
import java.util.Collections;
import java.util.List;

/**
 * The two ways a module runs: as the interpreter reads it, or simplified, raised and compiled. {@code -Dconformance.compiled}: {@code some}
 * compiles what is enough for every primitive to be in compiled code once, {@code all} everything, {@code none} nothing.
 */
enum How {
    INTERPRETED, COMPILED;

    private static final String COMPILE = System.getProperty("conformance.compiled", "some");

    static boolean everything() {
        return COMPILE.equals("all");
    }

    /** Whether to compile what is one of the few that are enough. */
    static boolean some() {
        return !COMPILE.equals("none");
    }

    interface Code {
        List<Tensor> run(List<Tensor> in);
    }

    Code code(Module m, String entry) {
        Verifier.verify(m);
        return switch (this) {
            case INTERPRETED -> in -> Interpreter.run(m, entry, in);
            case COMPILED -> {
                Module raised = passes(m);
                Verifier.verify(raised);
                List<Integer> own = Collections.nCopies(m.get(entry).out().size(), -1);
                var code = new NativeRun(Emitter.emit(new CompileRequest(raised, entry, own, false, 2), Tuning.host(), new PassManager(true, null)), true);
                yield in -> code.run(in).results();
            }
        };
    }

    /** What stands between transformations, and before the back end. */
    static Module passes(Module m) {
        return CommonPipeline.of(List.of(), false, false).run(m);
    }
}
