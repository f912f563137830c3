package dev.jacobi.llvm.conformance;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Way;
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
 * Simplified, raised and compiled. {@code -Dconformance.compiled}: {@code some} compiles what is enough for every primitive to be in compiled code once, {@code all} everything,
 * {@code none} nothing.
 */
final class Ways {
    static final Way COMPILED = new Way("compiled", (m, entry) -> {
        Module raised = passes(m);
        Verifier.verify(raised);
        List<Integer> own = Collections.nCopies(m.get(entry).out().size(), -1);
        var code = new NativeRun(Emitter.emit(new CompileRequest(raised, entry, own, false, 2), Tuning.host(), new PassManager(true, null)), true);
        return in -> code.run(in).results();
    });
    private static final String COMPILE = System.getProperty("conformance.compiled", "some");

    private Ways() {
    }

    static boolean everything() {
        return COMPILE.equals("all");
    }

    /** Whether to compile what is one of the few that are enough. */
    static boolean some() {
        return !COMPILE.equals("none");
    }

    /** What stands between transformations, and before the back end. */
    static Module passes(Module m) {
        return CommonPipeline.of(List.of(), false, false).run(m);
    }
}
