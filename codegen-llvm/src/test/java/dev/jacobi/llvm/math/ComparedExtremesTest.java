package dev.jacobi.llvm.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.text.Parser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which extremes nobody sees more of than how they compare. */
class ComparedExtremesTest {
    private static final String TEXT = """
        f(a:f64[n], n:i32[], b:f64[]) {
          m = reduce[?, max](n, INIT) { i:i32[] -> x = index a i;  t = ne x x;  y = select t -inf:f64 x;  yield TERM }
          USE
          return r
        }
        """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "-inf:f64 | y | r = gt m b | 1 | a comparison",
        "-inf:f64 | y | s = gt m b;  t2 = eq m b;  r = or s t2 | 1 | two of them",
        "-inf:f64 | y | r = reduce[?, min](n, 2147483647:i32) { j:i32[] -> z = index a j;  q = eq z m;  k = select q j 2147483647:i32;  yield k } | 1 | one in each trip of a loop",
        "-inf:f64 | y | r = add m b | 0 | a sum shows the sign of a zero",
        "-inf:f64 | y | s = gt m b;  r = select s m b | 0 | so does what is handed on",
        "-inf:f64 | x | r = gt m b | 0 | an element may be NaN",
        "b | y | r = gt m b | 0 | what the search begins with may be NaN"})
    void found(String init, String term, String use, int extremes, String why) {
        String text = TEXT.replace("INIT", init.strip()).replace("TERM", term.strip()).replace("USE", use.strip());
        assertEquals(extremes, ComparedExtremes.in(Parser.parseFunc(text)).size(), why);
    }
}
