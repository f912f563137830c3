package dev.jacobi.autodiff.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.text.Parser;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleLoopsTest {
    /** The operations of a program's body that a loop without a trip may have been the only one to ask for. */
    private static List<Prim> idle(String body) {
        BlockTree tree = new BlockTree(Parser.parseModule("f(x:f64[n], c:f64[]) {\n n:i32[] = dim[0] x\n" + body + "}\n").get("f"));
        var idle = new IdleLoops();
        return tree.top.eqns.stream().filter(e -> e.out().size() == 1 && e.prim() != Prim.DIM && idle.use(tree.top, e.result())).map(Eqn::prim).toList();
    }

    private static String sum(String extent, String name, String factor) {
        return name + ":f64[] = for(" + extent + ", 0.0:f64) { i:i32[], t:f64[] ->\n v:f64[] = index x i\n w:f64[] = mul v " + factor + "\n u:f64[] = add t w\n yield u\n }\n";
    }

    @Test
    void whatALoopUsesAtOnceOrThroughOthersMayBeIdle() {
        assertEquals(List.of(Prim.MUL, Prim.SQRT), idle("q:f64[] = mul c c\n r:f64[] = sqrt q\n e:f64[] = exp c\n" + sum("n", "s", "r") + "y:f64[] = add s e\n return y\n"));
    }

    @Test
    void whatIsUsedByLoopsThatMakeATripIsNotIdle() {
        assertEquals(List.of(), idle("r:f64[] = sqrt c\n" + sum("4:i32", "s", "r") + "return s\n"));
    }

    @Test
    void whatALoopUsesThatAnotherNeedsMayBeIdle() {
        assertEquals(List.of(Prim.SQRT, Prim.FOR), idle("r:f64[] = sqrt c\n" + sum("4:i32", "s", "r") + sum("n", "z", "s") + "return z\n"));
    }

    @Test
    void loopsWithinOthersCount() {
        assertEquals(List.of(Prim.SQRT), idle("r:f64[] = sqrt c\n e:f64[] = exp c\n o:f64[] = for(3:i32, e) { j:i32[], a:f64[] ->\n" + sum("n", "s", "r") + "b:f64[] = add a s\n yield b\n }\n return o\n"));
    }

    @Test
    void aLoopWithinThatUsesWhatIsCarriedUsesWhatItBeginsWith() {
        assertEquals(List.of(Prim.EXP), idle("r:f64[] = sqrt c\n e:f64[] = exp c\n o:f64[] = for(3:i32, e) { j:i32[], a:f64[] ->\n" + sum("n", "s", "a") + "b:f64[] = add a s\n yield b\n }\n y:f64[] = add o r\n return y\n"));
    }
}
