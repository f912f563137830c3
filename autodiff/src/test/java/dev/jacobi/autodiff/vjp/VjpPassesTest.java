package dev.jacobi.autodiff.vjp;

import static dev.jacobi.autodiff.Gradients.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.autodiff.Gradients;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.pass.PassManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The passes that reverse mode consists of. */
class VjpPassesTest {
    /** Each pass of reverse mode leaves a valid program under the name of the result, which computes what the function does until the last one adds the gradients. */
    @Test
    void passesInOrder() {
        Module m = Gradients.module("""
            f(a:f64[n]) {
              n = dim[0] a
              b = cum_mul[0] a
              s, k = while(1.0:f64, 0:i32) { t:f64[], j:i32[] ->
                more = lt j n
                yield more
              } do { t:f64[], j:i32[] ->
                x = index b j
                u = mul t x
                i = add j 1:i32
                yield u, i
              }
              return s
            }""");
        var seen = new ArrayList<String>();
        List<Tensor> in = List.of(random(3, 0.5, 2, 4));
        Tensor value = Interpreter.run(m, "f", Tensors.copies(in)).get(0);
        new PassManager(true, r -> {
            seen.add(r.path());
            if (!r.whole() && !r.pass().equals("adjoint")) {
                Tensor now = Interpreter.run(r.after(), "vjp(f)", Tensors.copies(in)).get(0);
                assertArrayEquals(value.bits(), now.bits());
            }
        }).run(Vjp.pass("f", List.of(true)), m);
        assertEquals(List.of("vjp/prepare", "vjp/selected-terms", "vjp/checkpoint", "vjp/repeated-reads", "vjp/trip-adjoints", "vjp/normalise", "vjp/adjoint", "vjp"), seen);
    }
}
