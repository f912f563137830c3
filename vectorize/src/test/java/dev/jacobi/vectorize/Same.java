package dev.jacobi.vectorize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.harness.Comparison;
import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Runs passes with the verifier after each, and compares what the interpreter makes of functions. */
public final class Same {
    private Same() {
    }

    public static Func run(List<? extends FunctionPass> passes, String text) {
        Func f = Parser.parseFunc(text);
        Verifier.verify(f);
        for (FunctionPass p : passes) {
            f = p.run(f);
            Verifier.verify(f);
        }
        return f;
    }

    /** The printed form after the passes. */
    public static void prints(String expected, List<? extends FunctionPass> passes, String text) {
        assertEquals(expected, run(passes, text).toString());
    }

    /** Outputs of a function, null when a check fails. */
    public static List<Tensor> outputs(Func f, List<Tensor> args) {
        try {
            return Interpreter.run(f, args);
        } catch (CheckFailed failed) {
            return null;
        }
    }

    /**
     * The raised function gives the original's results bit for bit; where {@code strictly} is false it may fail a check that the
     * original passes. Where the original fails a check the raised one must.
     */
    public static void computes(Func original, Func raised, boolean strictly, List<Tensor> args) {
        List<Tensor> want = outputs(original, args);
        List<Tensor> have = outputs(raised, args);
        if (want == null) {
            assertEquals(null, have, "a check must fail");
        } else if (have == null) {
            if (strictly) {
                fail("a check failed that the original passes");
            }
        } else {
            Comparison.EXACT.check("the raised function", want, have);
        }
    }

    /** The control flow of a function as nested words: {@code map(for cond())}; checks inside loops are shown too. */
    public static String skeleton(Func f) {
        return skeleton(f.body(), false);
    }

    private static String skeleton(List<Eqn> body, boolean inLoop) {
        var words = new ArrayList<String>();
        for (Eqn e : body) {
            if (e.prim() == Prim.CHECK && inLoop) {
                words.add("check");
            } else if (!Regions.of(e).isEmpty()) {
                boolean branch = e.prim() == Prim.COND;
                words.add(e.prim().text() + Regions.of(e).stream().map(r -> skeleton(r.body(), inLoop || !branch)).filter(s -> !s.isEmpty())
                    .collect(Collectors.joining(" ", "(", ")")));
            }
        }
        return String.join(" ", words).replace("()", "");
    }
}
