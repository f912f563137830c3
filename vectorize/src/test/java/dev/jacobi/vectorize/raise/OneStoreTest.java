package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.vectorize.raise.RaiseTest.Program;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Elements that several statements of a trip store, where a condition of each holds, are stored once, with the number that the last of them stores. */
class OneStoreTest {
    private static final String FIRST = "h = cond(c) false { yield h } true {\nh[i] := lo\nyield h\n}\n";
    private static final String SECOND = "h = cond(d) false { yield h } true {\nh[i] := hi\nyield h\n}\n";

    private static Program program(String name, String skeleton, String body) {
        return new Program(name, skeleton, "loop i from 0 while lt n step 1 carry(h:i32[n]) {\nu = a[i]; lo = sub 0:i32 1:i32; hi = add 3:i32 4:i32; " + body + "end\nreturn h\n");
    }

    /** Their texts are bodies of f(a:i32[n], h:i32[n], k). */
    static Stream<Program> programs() {
        return Stream.of(
            program("both ends are clipped", "map(cond cond cond)", "x = h[i]; c = lt x -1:i32\n" + FIRST + "y = h[i]; d = gt y 2:i32\n" + SECOND),
            program("one of two numbers is stored, or none", "map(cond(cond) cond)", """
                c = lt u -1:i32; d = gt u 2:i32
                h = cond(c) false {
                  p = cond(d) false { yield h } true {
                    h[i] := hi
                    yield h
                  }
                  yield p
                } true {
                  h[i] := u
                  yield h
                }
                """),
            program("what is stored is not read", "map(cond cond cond)", "c = lt u 0:i32\n" + FIRST + "d = gt u -2:i32\n" + SECOND),
            program("the first store is certain", "map(cond)", "h[i] := u\ny = h[i]; d = gt y 2:i32\n" + SECOND),
            program("what is stored is read behind", "map(cond)", "x = h[i]; c = lt x -1:i32\n" + FIRST + "y = h[i]; z = add y u\nh[i] := z\n"),
            new Program("what is stored is handed on", "for(cond cond)", "l = add k 0:i32\nloop i from 0 while lt n step 1 carry(h:i32[n], l:i32[]) {\nx = h[i]; lo = sub 0:i32 1:i32; c = lt x l\n" + FIRST + "l = h[i]\nend\nreturn h, l\n"),
            program("three stores", "map(cond cond cond cond)", "x = h[i]; c = lt x -1:i32\n" + FIRST + "y = h[i]; d = gt y 2:i32\n" + SECOND + "w = h[i]; e = eq w 7:i32\nh = cond(e) false { yield h } true {\nq = h[i]; v = sub q 3:i32\nh[i] := v\nyield h\n}\n"),
            program("another element is read in between", "for(cond cond)", """
                low = ge k 0:i32; high = lt k n; ok = and low high; check[index "T.f:1"] ok
                c = lt u 0:i32
                """ + FIRST + "y = h[k]; d = gt y u\n" + SECOND),
            program("the branch reads another element", "for(cond cond)", """
                low = ge k 0:i32; high = lt k n; ok = and low high; check[index "T.f:1"] ok
                c = lt u 0:i32
                """ + FIRST + "d = gt u -2:i32\nh = cond(d) false { yield h } true {\ny = h[k]\nh[i] := y\nyield h\n}\n"));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void computesTheSame(Program p) {
        RaisedProgram forms = RaisedProgram.of(p.skeleton(), "f(a:i32[n], h:i32[n], k:i32[]) {\nn = dim[0] a\n" + p.text() + "}");
        var r = new Random(7);
        for (int run = 0; run < 300; run++) {
            int n = r.nextInt(9);
            forms.computes(true, List.of(Tensor.of(r.ints(n, -3, 6).toArray(), n), Tensor.of(r.ints(n, -3, 9).toArray(), n), Tensor.of(Lit.i32(r.nextInt(11) - 1))));
        }
    }
}
