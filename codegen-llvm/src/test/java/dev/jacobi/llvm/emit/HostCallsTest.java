package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.jit.NativeRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Callbacks of compiled code come as the interpreter has them: in the order of the program, with the values of that time. */
class HostCallsTest {
    /** Everything that a callback was told, as text. */
    private static String told(String name, List<Tensor> operands) {
        var s = new StringBuilder(name);
        operands.forEach(t -> s.append(' ').append(t.dtype().text()).append(Arrays.toString(t.dims())).append(Arrays.toString(t.bits())));
        return s.toString();
    }

    private static NativeRun code(Module m, int bytes, int threads, List<String> heard) {
        String entry = m.funcs().keySet().iterator().next();
        LlvmModule text = Emitter.emit(new CompileRequest(m, entry, Collections.nCopies(m.get(entry).out().size(), -1), false, threads), bytes, true);
        return new NativeRun(text, true, (name, operands) -> heard.add(told(name, operands)));
    }

    private static void check(String program, int calls, Object... args) {
        Module m = Parser.parseModule(program);
        Verifier.verify(m);
        List<Tensor> in = Tensors.all(args);
        var expected = new ArrayList<String>();
        Interpreter.run(m, m.funcs().keySet().iterator().next(), in, (name, operands) -> expected.add(told(name, operands)));
        assertEquals(calls, expected.size());
        for (int[] how : new int[][] {{0, 1}, {64, 4}}) {
            var heard = new ArrayList<String>();
            code(m, how[0], how[1], heard).run(in);
            assertEquals(expected, heard);
        }
    }

    @Test
    void straightCodeOfAllTypes() {
        check("""
            f(a:f64[n], b:bool[], i:i32[], l:i64[], x:f32[], c:i8[], m:f32[p,q], h:f16[]) {
              debug_callback["first"] a b i l x c m h
              y = update a 0:i32 5.0:f64
              debug_callback["second"] y
              debug_callback["nothing"]
              return y }
            """, 3, new double[] {1, 2, 3}, true, -7, 1L << 40, 1.5f, (byte) -3, Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3), Tensor.of(dev.jacobi.ir.Lit.real(dev.jacobi.ir.DType.F16, 0.1)));
    }

    @Test
    void emptyArrays() {
        check("f(a:f64[n]) { debug_callback[\"e\"] a; return a }", 1, new double[0]);
    }

    @Test
    void loopsAndBranches() {
        check("""
            f(n:i32[], a:f64[m]) {
              r = for(n, a) { i, x ->
                v = index x i; w = mul v 2.0:f64; y = update x i w
                odd = and i 1:i32
                z = cond(odd) { debug_callback["even"] i v; yield w } { debug_callback["odd"] i y; u = add w 1.0:f64; yield u }
                debug_callback["end"] z
                yield y }
              return r }
            """, 10, 5, new double[] {1, 2, 3, 4, 5, 6});
    }

    @Test
    void iterationsOfParallelLoopsStayInOrder() {
        check("""
            f(a:f64[n]) { n = dim[0] a
              r = map[n](n) { i -> v = index a i; w = mul v v; debug_callback["m"] i w; yield w }
              s = reduce[n, add](n, 0.0:f64) { j -> x = index r j; debug_callback["r"] j x; yield x }
              return r, s }
            """, 400, new double[200]);
    }

    @Test
    void functionsThatCall() {
        check("""
            f(n:i32[], a:f64[m]) {
              r = map[k](n) { i -> x = index a i; y:f64[] = call[g] x; yield y }
              return r }
            g(x:f64[]) { debug_callback["g"] x; y = add x 1.0:f64; return y }
            """, 6, 6, new double[] {6, 5, 4, 3, 2, 1});
    }

    @Test
    void whatJavaThrowsIsThrown() {
        Module m = Parser.parseModule("f(a:f64[n]) { k = dim[0] a; r = for(k, 0.0:f64) { i, s -> v = index a i; debug_callback[\"x\"] v; t = add s v; yield t }; return r }");
        LlvmModule text = Emitter.emit(new CompileRequest(m, "f", List.of(-1), false, 1), 0);
        var thrown = new UnsupportedOperationException("enough");
        var heard = new ArrayList<String>();
        var code = new NativeRun(text, true, (name, operands) -> {
            heard.add(told(name, operands));
            if (heard.size() == 2) {
                throw thrown;
            }
        });
        assertSame(thrown, assertThrows(UnsupportedOperationException.class, () -> code.run(Tensors.all(new double[] {1, 2, 3}))));
        assertEquals(2, heard.size());
        code.run(Tensors.all(new double[] {4}));
        assertEquals(3, heard.size());
    }

    @Test
    void codeOfSeveralThreadsCallsFromEach() throws Exception {
        Module m = Parser.parseModule("f(n:i32[], t:i32[]) { r = for(n, 0:i32) { i, s -> debug_callback[\"x\"] t i; u = add s i; yield u }; return r }");
        var heard = Collections.synchronizedList(new ArrayList<String>());
        NativeRun code = code(m, 0, 1, heard);
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < 4; t++) {
            int own = t;
            threads.add(new Thread(() -> code.run(Tensors.all(100, own))));
            threads.get(t).start();
        }
        for (Thread t : threads) {
            t.join();
        }
        for (int t = 0; t < 4; t++) {
            String own = "x i32[][" + t + "]";
            List<String> mine = heard.stream().filter(h -> h.startsWith(own)).toList();
            assertEquals(100, mine.size());
            for (int i = 0; i < 100; i++) {
                assertEquals(own + " i32[][" + i + "]", mine.get(i));
            }
        }
        assertFalse(heard.isEmpty());
    }
}
