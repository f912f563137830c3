// Ordinary methods and gradients on a GPU: none is one thread's, and how near streams and rows come to an H200's bandwidth by estimate.
package dev.jacobi.roofline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ptx.emulate.Ptxas;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The limits are what is reached. */
class RooflinesTest {
    /** Launches at most, of programs that have many short steps. */
    private static final Map<String, Integer> LAUNCHES = Map.of("knapsack", 2, "cholesky", 1, "forwardSolve", 1, "lu", 1, "editDistance", 3, "integral", 3, "popularity", 1, "permuted", 4, "compact", 2, "d convolution", 4);
    private static final List<String> NEAR = List.of("saxpy", "saxpyNew", "triad", "invert", "reversed", "deinterleave", "complexProduct", "addBias", "sumOfInts", "countIf", "softmaxRows",
        "layerNorm", "rowSums", "rowNormsFlat", "columnSums", "columnMeansFlat", "matVec", "vecMat", "rowPrefix",
        "transpose", "transposeFlat", "sigmoid", "sinCos", "threshold", "relu", "counter", "rmsNorm", "logSoftmax", "softmaxColumns", "causalSoftmax", "depthwise", "gated", "rotary", "adam", "rankOne",
        "gray", "blend", "halved", "median3", "emaRows", "rowArgmax", "rowTop", "columnArgmin", "rowRange", "columnPrefix", "decayColumns", "differences", "argmaxOfValue");
    private static final List<String> NEAR_IN_ORDER = List.of("gelu");

    private static void hold(boolean fast, List<String> names) {
        var wrong = new ArrayList<String>();
        var subjects = Rooflines.subjects(fast);
        Stream.of(names, NEAR, NEAR_IN_ORDER, LAUNCHES.keySet()).forEach(x -> assertTrue(subjects.keySet().containsAll(x), () -> "not all are in the table: " + x));
        subjects.forEach((name, subject) -> {
            if (names.isEmpty() || names.contains(name)) {
                Estimate e = Estimate.of(subject.get(), Rooflines.LLVM);
                boolean alone = !e.serial().isEmpty() || e.launches().size() > LAUNCHES.getOrDefault(name, Integer.MAX_VALUE);
                boolean slow = (NEAR.contains(name) || !fast && NEAR_IN_ORDER.contains(name)) && e.share() < 0.8;
                if (alone || slow || e.spilled() > 0 || Ptxas.isThere() && e.registers() > 255) {
                    wrong.add(e.line());
                }
            }
        });
        assertEquals(List.of(), wrong);
    }

    @Test
    void someInOrder() {
        hold(false, List.of("saxpyNew", "softmaxRows", "columnSums", "hashCode", "ema", "d running", "knapsack", "integral", "transpose", "anyNaN", "sinCos", "relu", "counter", "rowArgmax",
            "rowTop", "argmaxOfValue", "columnPrefix", "popularity", "slidingMean", "cholesky"));
    }

    @Test
    void someInAnyOrder() {
        hold(true, List.of("saxpy", "sinCos", "threshold", "layerNorm", "ema", "weightedHistogram", "d embedding", "rowArgmax", "softmaxColumns", "permuted"));
    }

    @Test
    @Tag("arrays")
    void allInOrder() {
        hold(false, List.of());
    }

    @Test
    @Tag("arrays")
    void allInAnyOrder() {
        hold(true, List.of());
    }
}
