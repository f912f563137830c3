package dev.jacobi.llvm.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether an input that a loop writes to is worked on in a copy, as a check, or memory for an array, may fail when something has been written. */
class FailingLoopsTest {
    private static final String LOOPS = """
        f(a:f64[n], m:i32[], h:bool[], g:bool[]) {
          d = dim[0] a
          c = le m d
          r = for(m, a) { i, x ->
            CHECK
            z = for(m, x) { j, y -> INNER; e = index y i; u = update y j e; yield u }
            BEHIND
            yield z }
          return r
        }
        """;

    /** A condition from in front of the loops fails in the first trip or in none; one that follows from a trip, or is asked behind the first write, may fail later. */
    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "check[index \"T.f:1\"] c ~ ~ ~ false", "~ check[index \"T.f:1\"] c ~ ~ false", "~ ~ check[index \"T.f:1\"] c ~ true", "k = lt i d; check[index \"T.f:1\"] k ~ ~ ~ true", "~ k = lt j d; check[index \"T.f:1\"] k ~ ~ true",
        "~ k = lt i d; check[index \"T.f:1\"] k ~ ~ true", "cond(g) false { yield } true { check[index \"T.f:1\"] c; yield } ~ ~ ~ true"})
    void checks(String front, String inner, String behind, boolean copied) {
        Func f = parse(LOOPS.replace("CHECK", text(front)).replace("INNER;", inner == null ? "" : inner.strip() + ";").replace("BEHIND", text(behind)));
        assertEquals(copied, !Shadows.of(f, Map.of(), List.of(0), Failures.Sure.NONE, Set.of()).isEmpty(), f.toString());
    }

    private static String text(String s) {
        return s == null ? "" : s.strip();
    }

    /** In a condition, where all that a trip writes stands behind the check, and where something is written in the other way. */
    @ParameterizedTest
    @CsvSource({"x, false", "w, true"})
    void checksInConditions(String other, boolean copied) {
        Func f = parse("""
            f(a:f64[n], m:i32[], h:bool[]) {
              d = dim[0] a
              c = le m d
              r = for(m, a) { i, x ->
                p = lt i 3:i32
                z = cond(p) false { v = index x i; w = update x i v; yield OTHER } true { check[index "T.f:1"] c; v = index x i; y = add v 1.0:f64; u = update x i y; yield u }
                yield z }
              return r
            }
            """.replace(other.equals("x") ? "v = index x i; w = update x i v; yield OTHER" : "OTHER", other.equals("x") ? "yield x" : "w"));
        assertEquals(copied, !Shadows.of(f, Map.of(), List.of(0), Failures.Sure.NONE, Set.of()).isEmpty(), f.toString());
    }

    /** What lies on the stack for certain needs no memory that there might not be. */
    @Test
    void arraysOnTheStack() {
        Func f = parse("""
            f(a:f64[n], m:i32[]) {
              r = for(m, a) { i, x ->
                b = full[f64[16]] 0.0:f64 16:i32
                c = update b 3:i32 1.5:f64
                e = index c i
                g = index x i
                h = add e g
                u = update x i h
                yield u }
              return r
            }
            """);
        var made = new HashSet<Var>();
        Regions.each(f.body(), e -> made.addAll(e.prim() == Prim.FULL ? e.out() : List.of()));
        assertEquals(1, Shadows.of(f, Map.of(), List.of(0), Failures.Sure.NONE, Set.of()).size());
        assertEquals(0, Shadows.of(f, Map.of(), List.of(0), new Failures.Sure(made, Set.of()), Set.of()).size());
    }

    private static Func parse(String text) {
        Module m = Parser.parseModule(text);
        Verifier.verify(m);
        return m.get("f");
    }
}
