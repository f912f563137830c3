package dev.jacobi.llvm.text;

import dev.jacobi.ir.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Square roots of doubles by multiplications with the exact bits of {@code sqrt}, for loops whose divider has too much to do ({@code SquareRootPlan}).
 * Every function is for a multiple of eight lanes and needs AVX-512F.
 *
 * <p>One Newton step on {@code rsqrt14} (relative error at most 2^-14) gives g1 near √a and h1 near 1/(2√a), both too small by less than
 * 1.51 * 2^-28; d = a - g1² is rounded, which matters to no one at its size. With √a scaled into [1, 2) and u = 2^-52, the exact S = g1 + d * h1
 * lies above √a - 0.43 u and not above √a by more than 2^-20 u. Therefore S rounded down, g, is either √a rounded to nearest or the number n
 * before that: what is left to ask is whether √a lies above the middle m of g and its successor n. As g * n = m² - (n - g)² / 4 and both a and
 * g * n are multiples of (n - g)², of which m² is none, that is so exactly if a > g * n (Tuckerman's test), which one fma tells without error.
 * The same holds where n is a power of two. None of it depends on the bits that a processor returns for {@code rsqrt14}.
 *
 * <p>What has no finite root or is zero gets its result from a table by its class. Left are positive numbers below 2^-960, where fma could lose
 * the last bits: a vector with such a lane takes the divider.
 */
public final class SquareRoots {
    /** Doubles in a register. */
    public static final int REGISTER = 8;
    private static final String D8 = "<8 x double>";
    private static final String I8 = "<8 x i64>";
    /** The bits of 2^-960. */
    private static final long SMALLEST = 1023L - 960 << 52;
    /**
     * {@code vfixupimm}: by class of the operand, four bits each from the lowest: quiet NaN, signalling NaN: quiet NaN; zero: itself; one: as
     * computed; -infinity: the default NaN; +infinity: itself; negative: the default NaN; positive: as computed.
     */
    private static final int BY_CLASS = 0x03530122;
    private static final int ROUND_DOWN = 9;
    private static final int ROUND_AS_SET = 4;
    private final ModuleText out;
    private final int n;
    private final String all;
    private final FnText fn;

    private SquareRoots(ModuleText out, int n, String name) {
        this.out = out;
        this.n = n;
        all = Ty.vector("double", n);
        fn = new FnText("define internal " + all + " @" + name + "(" + all + " %x)");
    }

    /** The function for so many lanes, a multiple of {@link #REGISTER}: its name in calls. */
    public static String function(ModuleText out, int n) {
        String name = "jacobi.sqrt." + n;
        return out.hasHelper(name) ? "@" + name : out.helper(name, new SquareRoots(out, n, name).text());
    }

    private String text() {
        fn.alwaysInline();
        FnText.Block rare = fn.block("rare");
        FnText.Block usual = fn.block("usual");
        // lanes that are off may be poison, on which no branch may depend
        String a = fn.def("freeze " + all + " %x");
        fn.br(tiny(a), rare, usual);
        fn.enter(rare);
        fn.terminate("ret " + all + " " + call(all, "llvm.sqrt." + Ty.suffix(DType.F64, n), all + " " + a));
        fn.enter(usual);
        var parts = new ArrayList<String>();
        for (int from = 0; from < n; from += REGISTER) {
            int first = from;
            parts.add(root(n == REGISTER ? a : fn.shuffle(all, a, "poison", REGISTER, i -> first + i)));
        }
        fn.terminate("ret " + all + " " + join(parts));
        return fn.toString();
    }

    /** Whether there is a lane with 0 < a < 2^-960, which is unlikely. */
    private String tiny(String a) {
        String ints = Ty.vector("i64", n);
        String less = fn.def("add " + ints + " " + fn.def("bitcast " + all + " " + a + " to " + ints) + ", " + Ty.splat("i64", "-1", n));
        String lanes = fn.def("icmp ult " + ints + " " + less + ", " + Ty.splat("i64", Long.toString(SMALLEST - 1), n));
        String mask = fn.def("bitcast " + Ty.vector("i1", n) + " " + lanes + " to i" + n);
        return call("i1", "llvm.expect.i1", "i1 " + fn.def("icmp ne i" + n + " " + mask + ", 0"), "i1 false");
    }

    private String root(String a) {
        String half = Ty.splat("double", "5.0e-01", REGISTER);
        String y = call(D8, "llvm.x86.avx512.rsqrt14.pd.512", D8 + " " + a, D8 + " zeroinitializer", "i8 -1");
        String g0 = fn.def("fmul " + D8 + " " + a + ", " + y);
        String h0 = fn.def("fmul " + D8 + " " + y + ", " + half);
        String r = fma(minus(g0), h0, half);
        String g1 = fma(g0, r, g0);
        String h1 = fma(h0, r, h0);
        String d = fma(minus(g1), g1, a);
        String low = call(D8, "llvm.x86.avx512.vfmadd.pd.512", D8 + " " + d, D8 + " " + h1, D8 + " " + g1, "i32 " + ROUND_DOWN);
        String bits = fn.def("add " + I8 + " " + fn.def("bitcast " + D8 + " " + low + " to " + I8) + ", " + Ty.splat("i64", "1", REGISTER));
        String high = fn.def("bitcast " + I8 + " " + bits + " to " + D8);
        String above = fn.def("fcmp ogt " + D8 + " " + fma(minus(low), high, a) + ", zeroinitializer");
        String nearest = fn.def("select <8 x i1> " + above + ", " + D8 + " " + high + ", " + D8 + " " + low);
        return call(D8, "llvm.x86.avx512.mask.fixupimm.pd.512", D8 + " " + nearest, D8 + " " + a,
            I8 + " " + Ty.splat("i64", Integer.toString(BY_CLASS), REGISTER), "i32 0", "i8 -1", "i32 " + ROUND_AS_SET);
    }

    private String minus(String x) {
        return fn.def("fneg " + D8 + " " + x);
    }

    private String fma(String x, String y, String z) {
        return call(D8, "llvm.fma.v8f64", D8 + " " + x, D8 + " " + y, D8 + " " + z);
    }

    /** A call whose operands are given with their types. */
    private String call(String result, String name, String... x) {
        String types = List.of(x).stream().map(v -> v.substring(0, v.startsWith("<") ? v.indexOf('>') + 1 : v.indexOf(' '))).collect(Collectors.joining(", "));
        return fn.def("call " + result + " " + out.declare(result, name, "(" + types + ")") + "(" + String.join(", ", x) + ")");
    }

    /** Vectors of one length, a power of two of them, put together pairwise. */
    private String join(List<String> parts) {
        List<String> now = parts;
        for (int size = REGISTER; now.size() > 1; size *= 2) {
            String ty = Ty.vector("double", size);
            var next = new ArrayList<String>();
            for (int k = 0; k < now.size(); k += 2) {
                next.add(fn.shuffle(ty, now.get(k), now.get(k + 1), 2 * size, i -> i));
            }
            now = next;
        }
        return now.get(0);
    }
}
