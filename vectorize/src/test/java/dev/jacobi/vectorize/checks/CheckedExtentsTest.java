package dev.jacobi.vectorize.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.text.Parser;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is known of extents reaches into nests of loops without looking at the loops inside once for each attempt around them. */
class CheckedExtentsTest {
    private static final int ARRAYS = 8;

    /** A loop, and those in it, each of which carries arrays that all start from {@code a}: each trip makes the last one longer than it was and moves the others up by one. */
    private static String nest(int depth) {
        String p = "d" + depth + "_";
        String inner = depth == 1 ? "" : nest(depth - 1) + "; ";
        return names("%so%d:f64[?]", p, 0) + " = for(n, " + names("a", p, 0) + ") { " + p + "i:i32[], " + names("%sp%d:f64[?]", p, 0) + " -> " + inner
            + "%1$sl = dim[0] %1$sp%2$d; %1$sm = add %1$sl 1:i32; %1$sg:f64[?] = full[f64[?]] 1.0:f64 %1$sm; ".formatted(p, ARRAYS - 1) + "yield " + names("%sp%d", p, 1) + ", " + p + "g }";
    }

    private static String names(String form, String prefix, int first) {
        return IntStream.range(first, ARRAYS).mapToObj(k -> form.formatted(prefix, k)).collect(Collectors.joining(", "));
    }

    @Test
    void nestsOfLoopsWhoseArraysGrow() {
        Func f = Parser.parseFunc("f(a:f64[n], n:i32[]) { m = dim[0] a; p = eq m 3:i32; check[memory \"T.f:1\" early] p; " + nest(7) + "; return d7_o0 }");
        Func known = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> CheckedExtents.run(f));
        assertEquals("f64[?]", known.out().get(0).type().toString());
    }
}
