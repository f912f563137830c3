package dev.jacobi.vectorize.raise;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.vectorize.Same;
import dev.jacobi.vectorize.raise.RaiseTest.Program;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks in branches leave loops where loops' ranges decide the branch, and where an index is a place that a search has found. */
class CheckedBranchesTest {
    /** Their texts are bodies of f(x:i32[l], n). */
    static Stream<Program> programs() {
        return Stream.of(
            new Program("a branch that is always taken", "cond for", """
                loop i from 1 while lt n step 1 carry(x:i32[l]) {
                  j = sub i 1:i32; c = ge j 0:i32
                  x = cond(c) false { yield x } true {
                    v = x[j]; u = x[i]; w = add u v
                    x[i] := w
                    yield x
                  }
                end
                return x
                """),
            new Program("the place of the largest of the rest", "for(reduce cond cond(reduce))", """
                loop k from 0 while lt n step 1 carry(x:i32[l]) {
                  at = add k 0:i32; k1 = add k 1:i32
                  loop i from k1 while lt n step 1 carry(at:i32[]) {
                    u = x[i]; v = x[at]; c = gt u v
                    at = select c i at
                  end
                  t = x[at]; w = x[k]
                  x[at] := w
                  x[k] := t
                end
                return x
                """),
            new Program("from the last to the first in a flat square", "map", """
                last = sub n 1:i32
                loop i from last while ge 0 step -1 carry(x:i32[l]) {
                  b = mul i n; k = add b i; j = sub i 1:i32; c = lt j 0:i32
                  u = x[k]; v = add u j
                  x[k] := v
                end
                return x
                """));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void leaveTheLoops(Program p) {
        RaisedProgram forms = RaisedProgram.of(p.skeleton(), "f(x:i32[l], n:i32[]) {\n" + p.text() + "}");
        assertFalse(Regions.any(forms.raised().body(), e -> e.prim() != Prim.COND && Regions.of(e).stream().anyMatch(r -> Regions.any(r.body(), x -> x.prim() == Prim.CHECK))),
            forms.raised()::toString);
        int passed = 0;
        for (int l = 0; l < 30; l++) {
            for (int n = -1; n < 9; n++) {
                int[] x = new int[l];
                int length = l;
                Arrays.setAll(x, i -> (i * 7 + length) % 11);
                var args = List.of(Tensor.of(x, l), Tensor.of(Lit.i32(n)));
                forms.computes(true, args);
                passed += Same.outputs(forms.original(), args) == null ? 0 : 1;
            }
        }
        assertTrue(passed >= 60, "only " + passed);
    }
}
