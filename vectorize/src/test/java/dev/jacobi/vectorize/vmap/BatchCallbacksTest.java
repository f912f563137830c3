package dev.jacobi.vectorize.vmap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each lane that comes to a callback has a call of it, whether lanes are taken one after the other or all at once. */
class BatchCallbacksTest {
    private static List<String> heard(Module m, List<Tensor> in) {
        Verifier.verify(m);
        var heard = new ArrayList<String>();
        Interpreter.run(m, "vmap(f)", in, (name, operands) -> heard.add(name + operands.stream().map(t -> Arrays.toString(t.bits())).toList()));
        return heard;
    }

    @Test
    void lanesOneByOneAndAllAtOnce() {
        Module plain = Parser.parseModule("""
            f(k:i32[], n:i32[]) {
              debug_callback["all"] k
              even = and k 1:i32
              r = cond(even) { yield 0:i32 } { debug_callback["odd"] k n; yield 1:i32 }
              s = psum["i"] r
              debug_callback["sum"] k s
              return s }
            """);
        List<Tensor> in = Tensors.all(new int[] {1, 2, 3}, 7);
        List<String> got = heard(Batch.of(plain, "f", List.of(0, -1), List.of(0), "i"), in);
        assertEquals(List.of("all[[1]]", "all[[2]]", "all[[3]]"), got.stream().filter(h -> h.startsWith("all")).toList());
        assertEquals(List.of("odd[[1], [7]]", "odd[[3], [7]]"), got.stream().filter(h -> h.startsWith("odd")).toList());
        assertEquals(List.of("sum[[1], [2]]", "sum[[2], [2]]", "sum[[3], [2]]"), got.stream().filter(h -> h.startsWith("sum")).toList());
        Module none = Parser.parseModule(plain.toString().replace("psum[\"i\"]", "neg"));
        assertEquals(List.of("all[[1]]", "odd[[1], [7]]", "sum[[1], [-1]]", "all[[2]]", "sum[[2], [0]]", "all[[3]]", "odd[[3], [7]]", "sum[[3], [-1]]"),
            heard(Batch.of(none, "f", List.of(0, -1), List.of(0), ""), in));
    }
}
