package dev.jacobi.llvm.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.emit.Oracle;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Chains of operations on arrays become one loop each, and compute what the interpreter does for each operation alone. */
class FusionTest {
    private static Tensor numbers(int... dims) {
        int n = 1;
        for (int d : dims) {
            n *= d;
        }
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = (i * 37 + 11) % 64 / 8.0 - 3;
        }
        return new Tensor(DType.F64, dims, x);
    }

    /** The outermost loops that a program is lowered to, after a check that they compute the same. */
    private static int loops(String body, Object... args) {
        String[] parts = body.split("\\|");
        String text = "f(" + parts[0] + ") {" + parts[1] + "; return " + parts[2] + " }";
        Oracle.checkArrays(text, args);
        Func f = Lower.run(Parser.parseFunc(text));
        return (int) f.body().stream().filter(e -> e.prim() == Prim.MAP || e.prim() == Prim.REDUCE || e.prim() == Prim.FOR).count();
    }

    @Test
    void loopsThatDoTheSameAreOneFunction() {
        String text = "f(a:f64[n,k], b:f64[m], c:f64[k]) { d = mul a a; e = mul b b; g = add c c; return d, e, g }";
        Oracle.checkArrays(text, numbers(3, 2), numbers(5), numbers(2));
        String llvm = Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", List.of(-1, -1, -1), false, 2, true), 64).text();
        assertEquals(2, llvm.split("define internal void @map", -1).length - 1, llvm);
        assertEquals(3, llvm.split("call void @jacobi_share", -1).length - 1, llvm);
    }

    @Test
    void aChainIsOneLoop() {
        assertEquals(1, loops("a:f64[n,m], b:f64[n,m] | c = add a b; d = mul c b; e = sqrt d; g = neg e | g", numbers(4, 5), numbers(4, 5)));
        assertEquals(1, loops("a:f64[n] | c = mul a a; d = add c c; e = le d a; g = select e c d | g", numbers(9)));
    }

    @Test
    void rowsNumbersAndPartsAreReadWhereTheyAre() {
        assertEquals(1, loops("a:f64[n,m], b:f64[m] | i = dim[0] a; j = dim[1] a; c:f64[n,m] = broadcast[1 -> n,m] b i j; d = add a c; z:f64[n,m] = full[f64[n,m]] 0.0:f64 i j; "
            + "e = max d z | e", numbers(4, 5), numbers(5)));
        assertEquals(1, loops("a:f64[n], i:i32[] | c:f64[m] = slice[m; 1] a 0:i32 i; d:f64[m] = slice[m; 1] a 2:i32 i; e:f64[m] = sub d c; k:f64[m] = iota[f64[m]] i; g = mul e k | g",
            numbers(9), 7));
        assertEquals(1, loops("a:f64[n,m] | b = mul a a; c = transpose[1,0] b | c", numbers(4, 5)));
    }

    @Test
    void reductionsComputeTheirTerms() {
        assertEquals(1, loops("a:f64[n,m], b:f64[n,m] | c = mul a b; d = reduce_add[1] c | d", numbers(4, 5), numbers(4, 5)));
        assertEquals(1, loops("a:f64[n,m], b:f64[n,m] | c = sub a b; d = reduce_max[0] c; e = dim[0] c | d, e", numbers(4, 5), numbers(4, 5)));
        assertEquals(2, loops("a:f64[n,m] | c = sqrt a; d = reduce_add[1] c | d", numbers(4, 5)), "the terms of a sum in order are computed by lanes before");
    }

    /** Each step reads the two before it, or two parts of the one before: formulas are not written out once for each way to them. */
    @Test
    void whatFormulasShareIsComputedOnce() {
        var text = new StringBuilder("a:f64[n], b:f64[n] | w0 = add a b; w1 = mul a b;");
        var parts = new StringBuilder("a:f64[n], i:i32[] | v0:f64[n] = neg a; j0 = dim[0] a;");
        for (int k = 2; k < 40; k++) {
            text.append(" w%d = sub w%d w%d;".formatted(k, k - 1, k - 2));
            parts.append(k > 14 ? "" : " j%1$d = sub j%2$d 1:i32; x%1$d:f64[e%1$d] = slice[e%1$d; 1] v%2$d 0:i32 j%1$d; y%1$d:f64[e%1$d] = slice[e%1$d; 1] v%2$d 1:i32 j%1$d; v%1$d = sub x%1$d y%1$d;"
                .formatted(k - 1, k - 2));
        }
        assertEquals(1, loops(text + " r = neg w39 | r", numbers(4), numbers(4)));
        assertTrue(loops(parts + " r = neg v13 | r", numbers(45), 1) >= 13);
    }

    @Test
    void whatWouldBeComputedTwiceIsMade() {
        assertEquals(1, loops("a:f64[n] | c = sqrt a; d = add c a; e = mul c c | d, e", numbers(9)), "both come out of one loop");
        assertEquals(4, loops("a:f64[n], b:f64[n] | c = sqrt a; d = add c b; r = reduce_add[0] d; i = dim[0] a; s:f64[n] = broadcast[-> n] r i; e = mul c s | d, e", numbers(9), numbers(9)));
        assertEquals(2, loops("a:f64[n] | c = add a a; d = sqrt c; e = neg c | d, e", numbers(9)));
        assertEquals(1, loops("a:f64[n] | c = add a a; d = neg c | d", numbers(9)));
        assertTrue(loops("a:f64[n], i:i32[] | c = sqrt a; d:f64[m,n] = broadcast[1 -> m,n] c 5:i32 i; e = neg d | e", numbers(9), 9) >= 2);
    }

    /** What a loop gives may be what it goes on with, and what others that are made with it read. */
    @Test
    void loopsThatComputeTheSameAreOne() {
        assertEquals(1, loops("a:f64[n], b:f64[n] | c = sqrt a; d = mul c b; e = add d c; g = mul e c; h = sub g d | d, e, h", numbers(9), numbers(9)));
        assertEquals(1, loops("a:f64[n,m], b:f64[n,m] | c = div a b; d = mul c c; e = add c b; g = sqrt e; h = mul g d; k = sub g a | d, h, k", numbers(4, 5), numbers(4, 5)));
        loops("a:f64[n], b:f64[n] | c = sqrt a; d = mul c b; u = update[clamp] d 1:i32 50.0:f64; e = add c c; g = mul e u | g, e", numbers(9), numbers(9));
        loops("a:f64[n], b:f64[n] | z = copy b; c = sqrt a; d = mul c z; u = update[clamp] z 1:i32 50.0:f64; e = div c a; g = mul e c | g, d, u", numbers(9), numbers(9));
    }

    /** An operand that is overwritten between an operation and the loop that would compute it. */
    @Test
    void operandsAreReadBeforeTheyAreOverwritten() {
        loops("a:f64[n], b:f64[n] | c = add a b; d = copy a; e = update[clamp] d 1:i32 50.0:f64; g = mul c e | g, e", numbers(9), numbers(9));
        loops("a:f64[n], b:f64[n] | d = add a b; c = mul d b; e = update[clamp] d 1:i32 50.0:f64; g = mul c e | g", numbers(9), numbers(9));
        loops("a:f64[n] | d = copy a; c = mul d d; e = for(3:i32, d) { i:i32[], x:f64[n] -> y = update[clamp] x i 7.0:f64; yield y }; g = mul c e | g", numbers(9));
    }

    @Test
    void partsOfLoopsStayThere() {
        assertEquals(2, loops("a:f64[n], k:i32[] | c = neg a; d:f64[n] = for(k, a) { i:i32[], x:f64[n] -> y = add x c; yield y } | d", numbers(9), 3));
        assertEquals(1, loops("a:f64[n], b:f64[n], n:i32[] | t:bool[n] = broadcast[-> n] true n; c = neg a; d = select t c b | d", numbers(9), numbers(9), 9));
    }

    @Test
    void randomProgramsComputeTheSame() {
        for (int seed = 1; seed <= 12; seed++) {
            var random = new Random(seed);
            var names = new ArrayList<>(List.of("a", "b"));
            var text = new StringBuilder("i = dim[0] a; j = dim[1] a");
            for (int k = 0; k < 14; k++) {
                String x = names.get(random.nextInt(names.size()));
                String y = names.get(random.nextInt(names.size()));
                String v = "v" + k;
                text.append("; ").append(switch (random.nextInt(9)) {
                    case 0 -> v + " = add " + x + " " + y;
                    case 1 -> v + " = mul " + x + " " + y;
                    case 2 -> v + " = sub " + x + " " + y;
                    case 3 -> v + " = sqrt " + x;
                    case 4 -> "s" + v + " = lt " + x + " " + y + "; " + v + " = select s" + v + " " + x + " " + y;
                    case 5 -> "r" + v + " = reduce_max[0] " + x + "; " + v + ":f64[n,m] = broadcast[1 -> n,m] r" + v + " i j";
                    case 6 -> "r" + v + " = reduce_add[1] " + x + "; q" + v + " = sqrt r" + v + "; " + v + ":f64[n,m] = broadcast[0 -> n,m] q" + v + " i j";
                    case 7 -> v + " = update[clamp] " + x + " 1:i32 0:i32 2.0:f64";
                    default -> v + ":f64[n,m] = slice[n,m; 1,1] " + x + " 1:i32 0:i32 i j";
                });
                names.add(v);
            }
            String last = names.get(names.size() - 1);
            String other = names.get(2 + random.nextInt(names.size() - 3));
            String third = names.get(2 + random.nextInt(names.size() - 3));
            loops("a:f64[n,m], b:f64[n,m] | " + text + " | " + last + ", " + other + ", " + third, numbers(4, 5), numbers(4, 5));
        }
    }
}
