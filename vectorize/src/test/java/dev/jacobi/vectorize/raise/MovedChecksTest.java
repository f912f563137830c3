package dev.jacobi.vectorize.raise;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.vectorize.Same;
import dev.jacobi.vectorize.raise.RaiseTest.Program;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that were moved out of loops fail only where the loops do reach an index that is out of bounds. */
class MovedChecksTest {
    private static final String UPDATE = """
        u = x[k]; v = add u i
        x[k] := v
        """;

    /** A loop of n trips over an update of element k of x. */
    private static Program over(String name, String skeleton, String index) {
        return new Program(name, skeleton, "loop i from 0 while lt n step 1 carry(x:i32[l]) {\n" + index + "\n" + UPDATE + "end\nreturn x\n");
    }

    /** Their texts are bodies of f(x:i32[l], n, m). */
    static Stream<Program> programs() {
        return Stream.of(
            new Program("butterflies", "map(check check map)", """
                d = mul m 2:i32
                loop j from 0 while lt m step 1 carry(x:i32[l]) {
                  loop i from j while lt n step d carry(x:i32[l]) {
                    k = add i m
                    u = x[i]; v = x[k]
                    s = add u v; t = sub u v
                    x[i] := s
                    x[k] := t
                  end
                end
                return x
                """),
            // of numbers that go from trip to trip the checks are a loop of their own, though the rows' elements are read, too
            new Program("rows one behind the other", "for(check check) for(map)", """
                p = max 0:i32 0:i32
                loop i from 0 while lt n step 1 carry(x:i32[l], p:i32[]) {
                  t = rem i m; h = add t 1:i32
                  loop j from 0 while lt h step 1 carry(x:i32[l]) {
                    k = add p j
                    u = x[k]; v = add u i
                    x[k] := v
                  end
                  p = add p h
                end
                return x
                """),
            new Program("neighbours in pairs", "for(check check map)", """
                loop j from 0 while lt m step 4 carry(x:i32[l]) {
                  loop i from j while lt n step 2 carry(x:i32[l]) {
                    k = add i 1:i32
                    u = x[i]; v = x[k]
                    x[i] := v
                    x[k] := u
                  end
                end
                return x
                """),
            new Program("counted in a nest", "for(for(cond))", """
                z = sub 0:i32 1:i32
                k = add z 0:i32
                loop j from 0 while lt m step 1 carry(x:i32[l], k:i32[]) {
                  loop i from 0 while lt m step 1 carry(x:i32[l], k:i32[]) {
                    b = mul j m; q = add b i; y = x[q]; t = and q 3:i32; c = eq t 1:i32
                    x, k = cond(c) false { yield x, k } true {
                      k = add k 1:i32
                      x[k] := q
                      yield x, k
                    }
                  end
                end
                return x
                """),
            new Program("behind a branch that depends on what is written", "for(cond(map))", """
                loop k from 0 while lt n step 1 carry(x:i32[l]) {
                  e = x[k]; c = ge e 0:i32
                  x = cond(c) false { yield x } true {
                    loop i from 0 while lt n step 1 carry(x:i32[l]) {
                      q = add i 1:i32; u = x[q]; v = add u e
                      x[q] := v
                    end
                    yield x
                  }
                end
                return x
                """),
            new Program("multiples", "for(check map)", """
                loop j from 1 while lt n step 1 carry(x:i32[l]) {
                  loop i from j while lt n step j carry(x:i32[l]) {
                    u = x[i]; v = add u j
                    x[i] := v
                  end
                end
                return x
                """),
            over("halves by shifting", "hist", "k = shr i 1:i32"),
            over("words of bits", "hist", "b = mul i 3:i32; k = ushr b 2:i32"),
            over("halves of a sum that may wrap around", "map", "t = mul i 3:i32; b = add t m; k = shr b 1:i32"),
            over("thirds", "hist", "k = div i 3:i32"),
            over("thirds from the end", "hist", "j = sub n i; h = sub j 1:i32; k = div h 3:i32"),
            over("rows of a width", "map(check) hist", "w = max m 1:i32; k = div i w"),
            over("a shift that is given", "map(check) hist", "k = shr i m"),
            over("the next one on a ring", "hist", "j = add i 1:i32; c = lt j n; k = select c j 0:i32"),
            over("the one before on a ring", "hist", "j = sub i 1:i32; c = lt j 0:i32; w = add j n; k = select c w j"),
            over("the next one, back by the length", "hist", "j = add i 1:i32; c = ge j n; w = sub j n; k = select c w j"),
            over("the next one, mirrored at the end", "map(check) hist", "j = add i 1:i32; c = ge j n; d = mul n 2:i32; e = sub d 2:i32; w = sub e j; k = select c w j"),
            over("those within a part", "map(check) hist", "c = lt i m; k = select c i 0:i32"),
            over("those behind a part", "map(check) hist", "c = ge i m; j = sub i m; k = select c j i"),
            over("bits that are set", "map(check) hist", "k = popcnt i"),
            new Program("neighbours of the first six", "map(check) hist", """
                loop i from 0 while lt 6 step 1 carry(x:i32[l]) {
                  k = xor i 1:i32
                """ + UPDATE + "end\nreturn x\n"),
            new Program("pairs on a ring", "cond(for)", """
                h = div n 2:i32
                loop i from 0 while lt h step 1 carry(x:i32[l]) {
                  j = mul i 2:i32; g = add j 2:i32; p = lt g n; k = select p g 0:i32; q = add k 1:i32
                  u = x[k]; v = x[q]; w = add u v
                  x[j] := w
                end
                return x
                """),
            new Program("anti-diagonals", "for(check map)", """
                e = add n m
                loop d from 0 while lt e step 1 carry(x:i32[l]) {
                  g = sub d m; g1 = add g 1:i32; low = max 0:i32 g1; high = min d n
                  loop i from low while lt high step 1 carry(x:i32[l]) {
                    k = sub d i
                """ + UPDATE + "end\nend\nreturn x\n"));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void whatPassesBeforePassesAfter(Program p) {
        RaisedProgram forms = RaisedProgram.of(p.skeleton(), "f(x:i32[l], n:i32[], m:i32[]) {\n" + p.text() + "}");
        int passed = 0;
        for (int l = 0; l < 13; l++) {
            for (int n = 0; n < 13; n++) {
                for (int m = 1; m < 8; m++) {
                    var args = List.of(Tensor.of(new int[l], l), Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(m)));
                    forms.computes(true, args);
                    passed += Same.outputs(forms.original(), args) == null ? 0 : 1;
                }
            }
        }
        assertTrue(passed >= 100, "only " + passed);
    }
}
