package dev.jacobi.vectorize.raise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.vectorize.Backwards;
import dev.jacobi.vectorize.Same;
import java.util.List;

/** A program as it was written (see {@link ProgramText}), raised, and raised with all its parallel loops run backwards. */
record RaisedProgram(Func original, Func raised, Func backwards) {
    /** Raises it; its loops become what {@code skeleton} says. */
    static RaisedProgram of(String skeleton, String program) {
        return of(Raise.passes(false), program).becomes(skeleton);
    }

    /** Raised by these passes; its loops may become anything. */
    static RaisedProgram of(List<FunctionPass> passes, String program) {
        String text = ProgramText.expand(program);
        Func raised = Same.run(passes, text);
        Func backwards = Backwards.run(raised);
        Verifier.verify(backwards);
        return new RaisedProgram(Parser.parseFunc(text), raised, backwards);
    }

    RaisedProgram becomes(String skeleton) {
        assertEquals(skeleton, Same.skeleton(raised), raised::toString);
        return this;
    }

    /** All three compute the same, see {@link Same#computes}. */
    void computes(boolean strictly, List<Tensor> args) {
        Same.computes(original, raised, strictly, args);
        Same.computes(original, backwards, strictly, args);
    }
}
