package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.vectorize.Backwards;
import dev.jacobi.vectorize.Same;
import dev.jacobi.vectorize.raise.Raise;
import java.util.List;
import java.util.Random;

/** A program with gradients' sums as it was written, with its sums in an order of their own, raised, and raised with all its parallel loops run backwards. */
record SummedProgram(Func original, Func accumulated, Func raised, Func backwards) {
    static SummedProgram of(String text) {
        Func raised = Same.run(Raise.passes(false), text);
        Func backwards = Backwards.run(raised);
        Verifier.verify(backwards);
        return new SummedProgram(Parser.parseFunc(text), Same.run(List.of(new Accumulate(Accumulate.Neighbours.PARTS)), text), raised, backwards);
    }

    /** All four compute the same, to the bit, and fail the same checks: sums of whole numbers, which no order changes. */
    void computes(List<Tensor> args) {
        for (Func f : List.of(accumulated, raised, backwards)) {
            Same.computes(original, f, true, args);
        }
    }

    /** Whole numbers. */
    static Tensor whole(Random random, int... dims) {
        return new Tensor(DType.F64, dims, random.ints(Tensors.count(dims), -9, 10).asDoubleStream().toArray());
    }
}
