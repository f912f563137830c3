package dev.jacobi.llvm.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.buffer.Aliases;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which reads are of an element that each trip of their loop has: those of arrays that are certainly as long as the loop. */
class TripReadsTest {
    private static int reads(String text) {
        Func f = Parser.parseFunc(text);
        Definitions definitions = Definitions.in(f.body());
        return TripReads.of(f, new Aliases(f, Map.of()), definitions::of).size();
    }

    @Test
    void elementsOfTheCountedArray() {
        String text = "f(a:f64[n], b:f64[n], o:f64[n]) { n = dim[0] a; r = map(n, o) { i:i32[], o0:f64[n] -> x = index ARRAY AT; o1 = update o0 i x; yield o1 } return r }";
        assertEquals(1, reads(text.replace("ARRAY", "a").replace("AT", "i")));
        assertEquals(0, reads(text.replace("ARRAY", "b").replace("AT", "i")));
        assertEquals(0, reads(text.replace("ARRAY", "a").replace("AT", "0:i32")));
    }

    /** An array that stays where it is through loops is as long as it was; one that a trip exchanges for another may not be. */
    @Test
    void whatLoopsHandOn() {
        String text = """
            f(a:f64[n], q:i32[]) { n = dim[0] a
              r = for(4:i32, a) { t:i32[], b:f64[?] ->
                c = map(n, b) { i:i32[], b0:f64[?] -> x = index b0 i; y = mul x 2.0:f64; b1 = update b0 i y; yield b1 }
                d = full[f64[?]] 1.0:f64 q
                yield NEXT }
              return r }""";
        assertEquals(1, reads(text.replace("NEXT", "c").replace("f64[?],", "f64[n],").replace("b:f64[?]", "b:f64[n]").replace("b0:f64[?]", "b0:f64[n]")));
        assertEquals(0, reads(text.replace("NEXT", "d")));
    }
}
