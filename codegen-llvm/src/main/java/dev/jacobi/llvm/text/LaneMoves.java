package dev.jacobi.llvm.text;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Moves the lanes of a mask together in a register of 32 bytes, and neighbouring ones to the lanes of a mask, where the processor has no instruction for it: AVX2 fills a register with the words of another in any
 * order, and a table has that order for each mask.
 */
public final class LaneMoves {
    private static final int WORDS = 8;
    private static final String REGISTER = Ty.vector("i32", WORDS);
    private static final String BYTES = Ty.vector("i8", WORDS);
    private final ModuleText out;
    private final FnText fn;
    private final int lanes;

    /** For registers of so many lanes, four or eight. */
    public LaneMoves(ModuleText out, FnText fn, int lanes) {
        this.out = out;
        this.fn = fn;
        this.lanes = lanes;
    }

    /** The lanes of {@code v}, a vector of the type {@code ty}, that the bits have, in order; anything behind them. */
    public String together(String bits, String ty, String v) {
        return moved("together", bits, ty, v);
    }

    /** Each lane that the bits have gets the next lane of {@code v}; the others get any. */
    public String apart(String bits, String ty, String v) {
        return moved("apart", bits, ty, v);
    }

    private String moved(String what, String bits, String ty, String v) {
        String row = fn.def("getelementptr " + BYTES + ", ptr " + table(what) + ", i64 " + fn.def("zext i" + lanes + " " + bits + " to i64"));
        String order = fn.def("zext " + BYTES + " " + fn.def("load " + BYTES + ", ptr " + row + ", align " + WORDS) + " to " + REGISTER);
        String permute = out.declare(REGISTER, "llvm.x86.avx2.permd", "(" + REGISTER + ", " + REGISTER + ")");
        String words = fn.def("bitcast " + ty + " " + v + " to " + REGISTER);
        return fn.def("bitcast " + REGISTER + " " + fn.def("call " + REGISTER + " " + permute + "(" + REGISTER + " " + words + ", " + REGISTER + " " + order + ")") + " to " + ty);
    }

    /** Where the numbers of the words stand that come into each of the eight, for each mask in turn. */
    private String table(String what) {
        String name = "jacobi.lanes." + what + "." + lanes;
        if (!out.hasHelper(name)) {
            String text = IntStream.range(0, 1 << lanes).mapToObj(bits -> IntStream.range(0, WORDS).mapToObj(w -> "\\0" + source(what, bits, w)).collect(Collectors.joining())).collect(Collectors.joining());
            out.helper(name, "@" + name + " = internal unnamed_addr constant [" + (WORDS << lanes) + " x i8] c\"" + text + "\", align " + WORDS);
        }
        return "@" + name;
    }

    /** The word that word {@code w} is made of. */
    private int source(String what, int bits, int w) {
        int words = WORDS / lanes;
        int lane = w / words;
        int from = what.equals("apart") ? Integer.bitCount(bits & (1 << lane) - 1)
            : IntStream.range(0, lanes).filter(l -> (bits >> l & 1) != 0).skip(lane).findFirst().orElse(0);
        return from * words + w % words;
    }
}
