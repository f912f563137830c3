package dev.jacobi.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jacobi.Jacobi;
import dev.jacobi.JacobiException;
import org.junit.jupiter.api.Test;

/** What is said about calls that have no result. */
class ReplayTest {
    @Test
    void recursionThatIsTooDeepIsCalledThat() {
        Object g = Jacobi.grad((Double x) -> x * x);
        TransformedFunction f = TransformedFunction.of(g);
        var e = assertThrows(JacobiException.class, () -> new Replay("A.b:1").run(f, new Object[] {1.0}, "DEPTH at bwd(A.c)"));
        assertEquals(f + " (A.b:1) has no result for these arguments: the recursion of A.c is too deep for the stack (DEPTH at bwd(A.c)); "
            + "run it in a thread with a larger stack (-Xss, or the stackSize of new Thread), or write the recursion as a loop.", e.getMessage());
    }
}
