package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.vectorize.raise.RaiseTest.Program;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loops that change one element in some of their trips carry it as a number and store it behind, if they have: whatever the values and wherever the element is. */
class ConditionalStoreTest {
    /** The element k of h is checked in front of the loop over a; its branch is {@code does}. */
    private static Program over(String name, String skeleton, String does) {
        return new Program(name, skeleton, """
            low = ge k 0:i32; high = lt k m; ok = and low high; check[index "T.f:1"] ok
            loop i from 0 while lt n step 1 carry(h:i32[m]) {
              u = a[i]; c = gt u 1:i32
            """ + does + "end\nreturn h\n");
    }

    /** The element k of h is changed by those in front of it. */
    private static Program inFront(String name, String skeleton, String question, String stored) {
        return new Program(name, skeleton, """
            low = ge k 0:i32; high = lt k m; ok = and low high; check[index "T.f:1"] ok
            some = gt n 0:i32; check[index "T.f:2"] some
            loop i from 0 while lt k step 1 carry(h:i32[m]) {
              u = a[0]; x = h[i]; y = h[k]; w = xor x 5:i32
              QUESTION
              h = cond(c) false { yield h } true {
                h[k] := STORED
                yield h
              }
            end
            return h
            """.replace("QUESTION", question).replace("STORED", stored));
    }

    /** Their texts are bodies of f(a:i32[n], h:i32[m], k). The last branch of each that carries a number has the only store. */
    static Stream<Program> programs() {
        return Stream.of(
            over("a count", "reduce(cond) cond", """
                h = cond(c) false { yield h } true {
                  v = h[k]; w = add v 1:i32
                  h[k] := w
                  yield h
                }
                """),
            over("on the other side", "reduce(cond) cond", """
                h = cond(c) false {
                  v = h[k]; w = xor v u
                  h[k] := w
                  yield h
                } true { yield h }
                """),
            over("what the branch tests", "for(cond) cond", """
                o = h[k]; g = gt u o
                h = cond(g) false { yield h } true {
                  h[k] := u
                  yield h
                }
                """),
            over("another element is read, too", "for(cond)", """
                x = h[i]; g = gt u x
                h = cond(g) false { yield h } true {
                  v = h[k]; w = add v 1:i32
                  h[k] := w
                  yield h
                }
                """),
            inFront("elements in front are read, too", "for(cond) cond", "c = gt x y", "x"),
            inFront("in a branch of the question, too", "for(cond cond) cond", "c0 = gt u 0:i32; c = cond(c0) false { yield c0 } true { z = index h k; q = gt x z; yield q }", "x"),
            inFront("something else is stored", "for(cond) cond", "c = gt x y", "w"),
            new Program("an element that may not be there", "cond(map(cond(check))) hist(cond)", """
                loop i from 0 while lt n step 1 carry(h:i32[m]) {
                  u = a[i]; c = gt u 1:i32
                  h = cond(c) false { yield h } true {
                    v = h[k]; w = add v 1:i32
                    h[k] := w
                    yield h
                  }
                end
                return h
                """));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void computesTheSame(Program p) {
        RaisedProgram forms = RaisedProgram.of(p.skeleton(), "f(a:i32[n], h:i32[m], k:i32[]) {\nn = dim[0] a; m = dim[0] h\n" + p.text() + "}");
        var r = new Random(7);
        for (int run = 0; run < 300; run++) {
            int[] a = r.ints(r.nextInt(9), -3, 6).toArray();
            int[] h = r.ints(r.nextInt(9), -3, 6).toArray();
            forms.computes(true, List.of(Tensor.of(a, a.length), Tensor.of(h, h.length), Tensor.of(Lit.i32(r.nextInt(11) - 1))));
        }
    }
}
