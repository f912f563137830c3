package dev.jacobi.vectorize.raise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trips whose places are an odd number apart have places of their own, whether or not the places wrap around; where it is an even number, what they have in common is added up as in bins. */
class WrappedPlacesTest {
    @ParameterizedTest
    @CsvSource({"1, for(map)", "3, for(map)", "-1, for(map)", "2, for(hist)", "4, for(hist)", "0, for(hist)"})
    void byStride(int stride, String skeleton) {
        String text = """
            f(x:i32[l], n:i32[], m:i32[], c:i32[]) { last = dim[0] x
              y = for(n, x) { i, x -> p = mul i m; q = mul p c
                z = for(m, x) { j, x -> s = mul j STRIDE:i32; r = add q s; k = and r 127:i32
                  u = index[promised] x r; v = add u k; w = update[promised] x r v; yield w }
                yield z }
              return y }""".replace("STRIDE", Integer.toString(stride));
        Func f = Parser.parseFunc(text);
        Func g = Same.run(List.of(new Parallelise(false, LoopForm.PARTS)), text);
        assertEquals(skeleton, Same.skeleton(g), g::toString);
        int[] x = new int[128];
        List<Tensor> args = List.of(Tensor.of(x, x.length), Tensor.of(Lit.i32(2)), Tensor.of(Lit.i32(5)), Tensor.of(Lit.i32(9)));
        if (stride >= 0) {
            Same.computes(f, g, true, args);
        }
    }
}
