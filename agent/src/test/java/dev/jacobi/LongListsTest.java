// A list of many elements as an argument.
package dev.jacobi;

import static dev.jacobi.Numeric.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
class LongListsTest {
    @Test
    void longLists() {
        List<Double> a = Collections.nCopies(70, 0.5);
        assertNear(35.0, Jacobi.jit((List<Double> l) -> {
            double s = 0;
            for (double v : l) {
                s += v;
            }
            return s;
        }).apply(a));
        assertEquals(70, Arrays.asList(a.toArray()).size());
    }
}
