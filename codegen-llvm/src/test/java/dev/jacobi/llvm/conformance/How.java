package dev.jacobi.llvm.conformance;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Interpreter;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Simplify;
import dev.jacobi.ir.Tensor;
import dev.jacobi.ir.Verifier;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.jit.NativeRun;
import dev.jacobi.vectorize.Raise;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The two ways a module runs: as the interpreter reads it, or simplified, raised and compiled. With {@code -Dconformance.compiled=false}
 * the latter stops before the back end, which is quicker.
 */
enum How {
    INTERPRETED, COMPILED;

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
                if (System.getProperty("conformance.compiled", "true").equals("false")) {
                    yield in -> Interpreter.run(raised, entry, in);
                }
                List<Integer> own = Collections.nCopies(m.get(entry).out().size(), -1);
                var code = new NativeRun(Emitter.emit(new CompileRequest(raised, entry, own, false, 2)), true);
                yield in -> code.run(in).results();
            }
        };
    }

    /** What stands between transformations, and before the back end. */
    static Module passes(Module m) {
        var out = new LinkedHashMap<String, Func>();
        m.funcs().forEach((name, f) -> out.put(name, new Simplify().run(Raise.run(new Simplify().run(f), false))));
        return new Module(out);
    }
}
