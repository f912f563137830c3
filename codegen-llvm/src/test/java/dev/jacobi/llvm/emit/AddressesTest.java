package dev.jacobi.llvm.emit;

import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.text.Parser;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Indices that are sums or differences with a counter, which are computed in 64 bits: those that wrap around on the way as well. */
class AddressesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "q = add i k | 11 | 0",
        "a = sub n k; b = sub a 1:i32; q = sub b i | 11 | 0",
        "a = add i k; q = add a c | 11 | 7",
        "q = add c k | 11 | 40",
        "q = sub k c | 11 | -40",
        "a = add i 2147483647:i32; b = add a k; d = add b 1:i32; q = add d -2147483648:i32 | 11 | 0",
        "a = add k 2147483647:i32; q = sub a 2147483647:i32 | 11 | 0",
        "a = mul i 65536:i32; b = mul a 65536:i32; q = add b k | 11 | 0",
        "a = mul i 65536:i32; b = mul a 65536:i32; q = add b k | 37 | 0",
        "a = sub -2147483648:i32 k; b = add a i; q = sub b -2147483648:i32 | 1 | 0",
        "a = sub k c; q = add a c | 11 | -2147483648",
        "a = add k c; q = sub a c | 11 | 2147483647"})
    void sumsInWrappedNumbers(String index, int trips, int c) {
        String text = "f(x:i32[n], y:i32[m], w:i32[], c:i32[]) { n = dim[0] x; m = dim[0] y; r = map(m, y) { i, d -> s = for(w, 0:i32) { k:i32[], t:i32[] -> " + index
            + "; v = index[promised] x q; u = add t v; yield u }; e = update[promised] d i s; yield e }; return r }";
        Object[] call = {IntStream.range(0, 67).map(k -> k * k % 101).toArray(), new int[50], trips, c};
        Oracle.checkAll(text, List.of(), List.of(call, call));
        for (int bytes : new int[] {0, 64}) {
            Oracle.compare(Parser.parseModule(text), "f", List.of(), bytes, 1, List.of(Tensors.all(call)));
        }
    }

    /** The sum is made in front of a loop that is a function of its own, which gets the sum alone. */
    @ParameterizedTest
    @CsvSource({"1", "2"})
    void sumsThatLoopsAreGiven(int threads) {
        String text = "f(x:i32[n], y:i32[m], c:i32[]) { m = dim[0] y; q = add c 1:i32; r = map(m, y) { i, d -> v = index[promised] x q; u = add v i; e = update[promised] d i u; yield e }; return r }";
        Object[] call = {new int[] {5, 6, 7, 8}, new int[50], 2};
        for (int bytes : new int[] {0, 64}) {
            Oracle.compare(Parser.parseModule(text), "f", List.of(), bytes, threads, List.of(Tensors.all(call)));
        }
    }
}
