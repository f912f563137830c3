package dev.jacobi.vectorize.raise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.vectorize.Backwards;
import dev.jacobi.vectorize.Same;
import java.util.List;

/** A program as it was written (see {@link ProgramText}), raised, and raised with all its parallel loops run backwards. */
record RaisedProgram(Func original, Func raised, Func backwards) {
    /** Raises it; its loops become what {@code skeleton} says. */
    static RaisedProgram of(String skeleton, String program) {
        String text = ProgramText.expand(program);
        Func raised = Same.run(Raise.passes(false), text);
        assertEquals(skeleton, Same.skeleton(raised), raised::toString);
        Func backwards = Backwards.run(raised);
        Verifier.verify(backwards);
        return new RaisedProgram(Parser.parseFunc(text), raised, backwards);
    }

    /** All three compute the same, see {@link Same#computes}. */
    void computes(boolean strictly, List<Tensor> args) {
        Same.computes(original, raised, strictly, args);
        Same.computes(original, backwards, strictly, args);
    }
}
