package dev.jacobi.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CpuPipeline;
import org.junit.jupiter.api.Test;

/** What is foreseen of programs whose loops are of one kind or the other. */
class SpeedupModelTest {
    private static double of(String text) {
        return SpeedupModel.of(Parser.parseModule(text));
    }

    private static String map(String body) {
        return "f(a:f64[n]) { n:i32[] = dim[0] a; c:f64[n] = map[n](n) { i:i32[] -> t:f64[] = index a i; " + body + " yield u }; return c }";
    }

    private static final String SUM =
        "f(a:f64[n]) { n:i32[] = dim[0] a; c:f64[] = for[n](n, 0.0:f64) { i:i32[], s:f64[] -> t:f64[] = index a i; u:f64[] = add s t; yield u }; return c }";

    @Test
    void aSumInOrderGainsNextToNothing() {
        assertEquals(1.1, of(SUM), 0.01);
    }

    private static final String ENERGY = SUM.replace("u:f64[] = add s t;", "p:f64[] = mul t t; q:f64[] = add p 1.0:f64; r:f64[] = sqrt q; v:f64[] = div t r; w:f64[] = mul v p; u:f64[] = add s w;");
    /** Rows of a table of which each element waits for its neighbours, those in front of it included. */
    private static final String TABLE = """
        f(a:i32[n], b:i32[m]) {
          n:i32[] = dim[0] a
          m:i32[] = dim[0] b
          n1:i32[] = add n 1:i32
          m1:i32[] = add m 1:i32
          g:bool[] = lt n 1000000:i32
          check[memory "f"] g
          h:bool[] = lt m m1
          check[index "f"] h
          t:i32[?,?] = full[i32[?,?]] 0:i32 n1 m1
          r:i32[?,?] = for(n, t) { i:i32[], u:i32[?,?] ->
            i1:i32[] = add i 1:i32
            s:i32[?,?] = for(m, u) { j:i32[], v:i32[?,?] ->
              j1:i32[] = add j 1:i32
              p:i32[] = index a i
              q:i32[] = index b j
              e:bool[] = ne p q
              w:i32[] = cond(e) false {
                z:i32[] = index v i j
                o:i32[] = add z 1:i32
                yield o
              } true {
                x:i32[] = index v i j1
                y:i32[] = index v i1 j
                k:i32[] = max x y
                yield k
              }
              c:i32[?,?] = update v i1 j1 w
              yield c
            }
            yield s
          }
          l:i32[] = index r n m
          return l
        }""";

    @Test
    void sumsOfWhatVectorsComputeGain() {
        assertEquals(1.6, of(ENERGY), 0.1);
        assertEquals(1.1, of(ENERGY.replace("u:f64[] = add s w;", "x:f64[] = mul s w; u:f64[] = add x w;")), 0.01);
    }

    @Test
    void whatGoesTogetherInAnotherOrderGains() {
        Module waiting = Parser.parseModule(TABLE);
        Module ordered = CpuPipeline.ordering(false).run(waiting);
        assertEquals(1.1, SpeedupModel.of(waiting), 0.01);
        assertTrue(SpeedupModel.ofOrdered(waiting, ordered) > 1.8, SpeedupModel.ofOrdered(waiting, ordered) + "");
        Module sum = Parser.parseModule(SUM);
        assertEquals(1.1, SpeedupModel.ofOrdered(sum, CpuPipeline.ordering(false).run(sum)), 0.01);
    }

    @Test
    void whatTheJvmVectorisesGainsLittle() {
        double simple = of(map("u:f64[] = mul t t;"));
        assertTrue(simple > of(SUM) && simple < 1.6, simple + "");
    }

    @Test
    void whatItDoesNotVectoriseGains() {
        assertTrue(of(map("u:f64[] = sin t;")) > 2);
        assertTrue(of(map("b:bool[] = lt t 0.0:f64; v:f64[] = neg t; u:f64[] = select b v t;")) > 2);
    }

    @Test
    void countingGains() {
        assertTrue(of("f(a:i32[n], b:i32[k]) { n:i32[] = dim[0] a; c:i32[k] = hist[n, add](n, b) { i:i32[] -> t:i32[] = index a i; yield t, 1:i32 }; return c }") > 2);
    }

    @Test
    void whatTakesMostOfTheTimeCounts() {
        String both = "f(a:f64[n]) { n:i32[] = dim[0] a; s:f64[] = for[n](n, 0.0:f64) { i:i32[], s:f64[] -> v:f64[] = for[n](n, s) { j:i32[], r:f64[] -> t:f64[] = index a j;"
            + " w:f64[] = add r t; yield w }; yield v }; c:f64[n] = map[n](n) { k:i32[] -> x:f64[] = index a k; y:f64[] = sin x; yield y }; return c, s }";
        assertTrue(of(both) < 1.4, of(both) + "");
    }

    @Test
    void anEmptyProgramGainsNothing() {
        assertEquals(1, of("f(a:f64[]) { return a }"));
    }
}
