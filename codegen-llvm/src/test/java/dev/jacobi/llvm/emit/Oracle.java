package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Comparison;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.harness.Way;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.pass.PassManager;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.Tuning;
import dev.jacobi.llvm.jit.NativeRun;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares emitted code with the reference interpreter, bit for bit. */
public final class Oracle {
    /** Tests call one program with arrays of many sizes: the code made last. */
    private static final Map<List<?>, NativeRun> MADE = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<?>, NativeRun> eldest) {
            return size() > 12;
        }
    });

    private Oracle() {
    }

    /** Runs {@code f} of the text both ways; {@code donated} as in the request, or empty for none. Once scalar, once with 64-byte vectors and threads. */
    public static void check(String text, List<Integer> donated, Object... args) {
        checkAll(text, donated, List.<Object[]>of(args));
    }

    /** The same for several calls of the code. */
    public static void checkAll(String text, List<Integer> donated, List<Object[]> calls) {
        checkAll(text, donated, calls, false);
    }

    /** The same for a program of operations on arrays, with vectors as such a program is compiled. */
    public static void checkArrays(String text, Object... args) {
        checkAll(text, List.of(), List.<Object[]>of(args), true);
    }

    private static void checkAll(String text, List<Integer> donated, List<Object[]> calls, boolean arrays) {
        Module m = Parser.parseModule(text);
        Verifier.verify(m);
        String entry = m.funcs().keySet().iterator().next();
        List<List<Tensor>> in = calls.stream().map(Tensors::all).toList();
        Way.check(List.of(way(m, entry, donated, 0, 1, false), way(m, entry, donated, 64, 2, arrays)), m, entry, Comparison.EXACT, in);
    }

    static void compare(Module m, String entry, List<Integer> donated, int bytes, int threads, List<List<Tensor>> calls) {
        way(m, entry, donated, bytes, threads, false).check(m, entry, Comparison.EXACT, calls);
    }

    private static Way way(Module m, String entry, List<Integer> donated, int bytes, int threads, boolean arrays) {
        var gift = new ArrayList<>(donated);
        gift.addAll(Collections.nCopies(m.get(entry).out().size() - gift.size(), -1));
        String where = "vectors of " + bytes + " bytes, " + threads + " threads";
        return new Way(where, (module, name) -> {
            NativeRun code = MADE.computeIfAbsent(List.of(m.toString(), entry, gift, bytes, threads, arrays),
                key -> run(Emitter.emit(new CompileRequest(m, entry, gift, false, threads, arrays), new Tuning(bytes, true, false, false), new PassManager(true, null)), where));
            return in -> outputs(code, gift, in);
        });
    }

    /** Results, those in donated inputs among them; what is not donated must be as it was. */
    private static List<Tensor> outputs(NativeRun code, List<Integer> gift, List<Tensor> in) {
        NativeRun.Outcome got = code.run(in);
        for (int k = 0; k < in.size(); k++) {
            if (!gift.contains(k)) {
                Comparison.EXACT.check("input " + k + " afterwards", in.get(k), got.inputs().get(k));
            }
        }
        Iterator<Tensor> results = got.results().iterator();
        return gift.stream().map(g -> g >= 0 ? got.inputs().get(g) : results.next()).toList();
    }

    private static NativeRun run(LlvmModule module, String where) {
        try {
            return new NativeRun(module, false);
        } catch (RuntimeException e) {
            throw new AssertionError(where + ": " + e.getMessage() + "\n" + module.text(), e);
        }
    }
}
