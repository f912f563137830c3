package dev.jacobi.ir.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Literals;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.PrimTable;
import dev.jacobi.ir.Printer;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.harness.ProgramTable;
import dev.jacobi.ir.harness.TestProgram;
import dev.jacobi.ir.verify.Verifier;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Printed IR parses back to the same IR, for every primitive, params form and literal. */
class RoundTripTest {
    static Stream<PrimTable.Row> rows() {
        return PrimTable.rows().stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void canonicalTextIsKept(PrimTable.Row row) {
        Func f = Parser.parseFunc(row.text());
        assertEquals(row.text(), Printer.print("f", f));
        assertEquals(f, Parser.parseFunc(f.toString()), "parsed again");
        Verifier.verify(f);
    }

    @Test
    void theTableHasEveryPrimitive() {
        var missing = new HashSet<String>();
        for (Prim p : Prim.values()) {
            missing.add(p.text());
        }
        rows().forEach(r -> missing.remove(r.prim()));
        assertTrue(missing.isEmpty(), "no row for " + missing);
    }

    @Test
    void programsOfTheTableAreKept() {
        for (TestProgram p : ProgramTable.of("dDgGt", "f32", "i16")) {
            String text = p.module().toString();
            assertEquals(p.module(), Parser.parseModule(text), p.name());
            assertEquals(text, Parser.parseModule(text).toString(), p.name());
            Verifier.verify(p.module());
        }
    }

    @Test
    void idsDoNotMatter() {
        rows().forEach(r -> {
            Func f = new Rewrite(1000).func(Parser.parseFunc(r.text()));
            assertEquals(r.text(), Printer.print("f", f));
        });
    }

    @Test
    void namesAndTypesOfHandWrittenTextAreFree() {
        Func f = Parser.parseFunc("""
            f(xs:f64[n], x:f64[]) { // a comment
              n = dim[0] xs; s, ys = for(n, x, xs) { i, s, xs -> v = index xs i; s2 = add s v; xs = update xs i s2; yield s2, xs }
              c = lt s 0x1p3:f64
              r = cond(c) { yield 1:i32 } { yield 2:i32 }
              return r, ys }
            """);
        assertEquals("""
            f(a:f64[n], b:f64[]) {
              c:i32[] = dim[0] a
              d:f64[], e:f64[n] = for(c, b, a) { f:i32[], g:f64[], h:f64[n] ->
                i:f64[] = index h f
                j:f64[] = add g i
                k:f64[n] = update h f j
                yield j, k
              }
              l:bool[] = lt d 8.0:f64
              m:i32[] = cond(l) false {
                yield 1:i32
              } true {
                yield 2:i32
              }
              return m, e
            }
            """, f.toString());
    }

    @Test
    void manyNamesSkipReservedWords() {
        var b = new Builder();
        Var x = b.fresh(Type.I32);
        Atom v = x;
        for (int i = 0; i < 20000; i++) {
            v = b.emit(Prim.ADD, v, Lit.i32(i));
        }
        Func f = b.build(List.of(x), List.of(v));
        assertEquals(f, Parser.parseFunc(f.toString()));
        assertTrue(f.toString().contains("zz:i32[] = ") && !f.toString().contains(" or:") && !f.toString().contains(" eq:"));
    }

    @Test
    void modulesKeepOrderAndNames() {
        String text = """
            main(a:i32[]) {
              b:i32[] = call[x.Y.z] a
              return b
            }

            x.Y.z(a:i32[]) {
              return a
            }

            "odd name"() {
              return 1:i32
            }
            """;
        assertEquals(text, Parser.parseModule(text).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "0.1:f64, F64, 3fb999999999999a", "-0.0:f64, F64, 8000000000000000", "nan:f64, F64, 7ff8000000000000", "nan(7ff0000000000001):f64, F64, 7ff0000000000001",
        "nan(fff8000000000000):f64, F64, fff8000000000000", "inf:f64, F64, 7ff0000000000000", "-inf:f32, F32, ff800000", "0.1:f32, F32, 3dcccccd",
        "nan(7fc00001):f32, F32, 7fc00001", "5.0E-324:f64, F64, 1", "2.0E-323:f64, F64, 4", "1.7976931348623157E308:f64, F64, 7fefffffffffffff",
        "2.0E23:f64, F64, 44c52d02c7e14af6", "1.0E-45:f32, F32, 1", "3.4028235E38:f32, F32, 7f7fffff", "1.5:f16, F16, 3e00", "65500.0:f16, F16, 7bff",
        "nan(7e01):f16, F16, 7e01", "3.14:bf16, BF16, 4049", "nan:bf16, BF16, 7fc0", "-128:i8, I8, ffffffffffffff80", "65535:u16, U16, ffff",
        "-9223372036854775808:i64, I64, 8000000000000000", "true, BOOL, 1", "false, BOOL, 0"})
    void literalsAreExact(String text, DType d, String bits) {
        var l = new Lit(d, Long.parseUnsignedLong(bits, 16));
        assertEquals(text, Literals.print(l));
        assertEquals(l, Parser.parseFunc("f() { return " + text + " }").out().get(0));
    }

    @Test
    void randomLiteralsAreExact() {
        var random = new Random(42);
        for (int i = 0; i < 20000; i++) {
            for (DType d : DType.values()) {
                long r = random.nextLong() >> random.nextInt(64);
                Lit l = d.isFloat() ? new Lit(d, d == DType.F64 ? r : r & (1L << d.bits()) - 1) : Lit.of(d, r);
                String text = Literals.print(l);
                assertEquals(l, Parser.parseFunc("f(){return " + text + "}").out().get(0), text);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"f(a:f64[]) { return b }", "f(a:f64[]) { b = foo a return b }", "f(a:f64[]) { b = convert a return b }", "f(a:f6[]) { return a }",
        "f(a:f64[]) { b = sin a return b", "f() { return 128:i8 }", "f() { return 3 }", "f(a) { return a }", "f(add:i32[]) { return }", "f() { return } f() { return }",
        "f(a:f64[]) { b, c = sin a return b }", "f(a:bool[]) { b = sin a return b }", "f(a:f64[]) { check[oops] true return a }", "f("})
    void badTextIsRefusedWithItsPlace(String text) {
        var e = assertThrows(SyntaxError.class, () -> Parser.parseModule(text));
        assertTrue(e.getMessage().startsWith("line 1, column "), e.getMessage());
    }
}
