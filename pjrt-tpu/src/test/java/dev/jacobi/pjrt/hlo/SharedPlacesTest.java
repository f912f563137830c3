// Lanes that combine into one array at a place, and with a value, that are the same for all of them: each of them counts.
package dev.jacobi.pjrt.hlo;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.text.Parser;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedPlacesTest {
    private static String text(String program, Type... shapes) {
        return StableHlo.emit(Parser.parseModule(program), "f", List.of(shapes), HloOptions.DEFAULT).text();
    }

    @Test
    void aBinThatAllTripsCountInto() {
        String t = text("""
            f(n:f64[n], b:i32[m], k:i32[]) {
              d:i32[] = dim[0] n
              q:i32[m] = hist[?, add](d, b) { r:i32[] ->
                yield k, 1:i32
              }
              return q
            }
            """, Type.of(DType.F64, Dim.of(5)), Type.of(DType.I32, Dim.of(3)), Type.I32);
        assertTrue(t.contains("applies stablehlo.add across dimensions = [0] : (tensor<5xi32>, tensor<i32>) -> tensor<i32>") && !t.contains("scatter"), t);
    }
}
