package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.pass.PassManager;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.Tuning;
import dev.jacobi.llvm.jit.NativeRun;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collections;
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
        Module m = Parser.parseModule(text);
        Verifier.verify(m);
        String entry = m.funcs().keySet().iterator().next();
        for (int[] how : new int[][] {{0, 1}, {64, 2}}) {
            compare(m, entry, donated, how[0], how[1], calls.stream().map(Oracle::tensors).toList());
        }
    }

    static List<Tensor> tensors(Object... args) {
        return java.util.Arrays.stream(args).map(Oracle::tensor).toList();
    }

    static void compare(Module m, String entry, List<Integer> donated, int bytes, int threads, List<List<Tensor>> calls) {
        int outs = m.get(entry).out().size();
        var gift = new ArrayList<>(donated);
        while (gift.size() < outs) {
            gift.add(-1);
        }
        String where = "vectors of " + bytes + " bytes, " + threads + " threads";
        NativeRun code = MADE.computeIfAbsent(List.of(m.toString(), entry, gift, bytes, threads),
            key -> run(Emitter.emit(new CompileRequest(m, entry, gift, false, threads), new Tuning(bytes, true, false, false), new PassManager(true, null)), where));
        calls.forEach(in -> compare(m, entry, gift, where, code, in));
    }

    private static void compare(Module m, String entry, List<Integer> gift, String where, NativeRun code, List<Tensor> in) {
        List<Tensor> want;
        try {
            want = Interpreter.run(m, entry, in);
        } catch (CheckFailed e) {
            try {
                code.run(in);
            } catch (CheckFailed got) {
                return;
            }
            fail(where + ": the check " + e.check() + " does not fail in native code");
            return;
        }
        NativeRun.Outcome got;
        try {
            got = code.run(in);
        } catch (CheckFailed e) {
            throw new AssertionError(where + ": fails with " + e.check(), e);
        }
        int r = 0;
        for (int k = 0; k < gift.size(); k++) {
            Tensor g = gift.get(k) >= 0 ? got.inputs().get(gift.get(k)) : got.results().get(r++);
            same(where + ", output " + k, want.get(k), g);
        }
        for (int k = 0; k < in.size(); k++) {
            if (!gift.contains(k)) {
                same(where + ", input " + k + " afterwards", in.get(k), got.inputs().get(k));
            }
        }
    }

    private static NativeRun run(LlvmModule module, String where) {
        try {
            return new NativeRun(module, false);
        } catch (RuntimeException e) {
            throw new AssertionError(where + ": " + e.getMessage() + "\n" + module.text(), e);
        }
    }

    static void same(String where, Tensor want, Tensor got) {
        assertEquals(want.dtype(), got.dtype(), where);
        assertEquals(java.util.Arrays.toString(want.dims()), java.util.Arrays.toString(got.dims()), where);
        for (int i = 0; i < Array.getLength(want.data()); i++) {
            Object a = Array.get(want.data(), i);
            Object b = Array.get(got.data(), i);
            boolean nan = want.dtype() == DType.F16 && isNan16((Short) a, 0x7C00, 0x3FF) && isNan16((Short) b, 0x7C00, 0x3FF)
                || want.dtype() == DType.BF16 && isNan16((Short) a, 0x7F80, 0x7F) && isNan16((Short) b, 0x7F80, 0x7F);
            if (!nan) {
                assertEquals(a, b, where + ", element " + i);
            }
        }
    }

    private static boolean isNan16(short v, int exponent, int mantissa) {
        return (v & exponent) == exponent && (v & mantissa) != 0;
    }

    static Tensor tensor(Object o) {
        if (o instanceof Tensor t) {
            return t;
        }
        if (o instanceof Object[] rows) {
            Tensor first = tensor(rows[0]);
            int n = first.dims()[0];
            Object data = Array.newInstance(first.data().getClass().getComponentType(), n * rows.length);
            for (int i = 0; i < rows.length; i++) {
                System.arraycopy(rows[i], 0, data, i * n, n);
            }
            return new Tensor(first.dtype(), new int[] {rows.length, n}, data);
        }
        if (o.getClass().isArray()) {
            return new Tensor(dtype(o.getClass().getComponentType()), new int[] {Array.getLength(o)}, o);
        }
        Class<?> c = java.lang.invoke.MethodType.methodType(o.getClass()).unwrap().returnType();
        Object data = Array.newInstance(c, 1);
        Array.set(data, 0, o);
        return new Tensor(dtype(c), new int[0], data);
    }

    static DType dtype(Class<?> c) {
        return c == boolean.class ? DType.BOOL : c == byte.class ? DType.I8 : c == short.class ? DType.I16 : c == char.class ? DType.U16
            : c == int.class ? DType.I32 : c == long.class ? DType.I64 : c == float.class ? DType.F32 : DType.F64;
    }
}
