package dev.jacobi;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.jit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Methods that call themselves on parts of their object end where the object does. */
class RecursiveReceiverTest {
    interface Term {
        double at(double x);
    }

    record Times(double factor) implements Term {
        @Override
        public double at(double x) {
            return factor * x;
        }
    }

    record Both(Term first, Term second) implements Term {
        @Override
        public double at(double x) {
            return first.at(second.at(x)) + 1;
        }
    }

    record Down(int n) {
        double at(double x) {
            return n == 0 ? x : new Down(n - 1).at(x * 2) + new Down(n - 1).at(x);
        }
    }

    @Test
    void objectsOfObjectsAreGoneThrough() {
        Term t = new Both(new Both(new Times(2), new Times(3)), new Both(new Times(5), new Both(new Times(7), new Times(11))));
        Fn1<Double, Double> f = x -> t.at(x);
        assertEquals(t.at(0.5), jit(f).apply(0.5));
        assertEquals(2310.0, grad(f).apply(0.5));
    }

    @Test
    void objectsThatAreMadeOnTheWayAreNoParts() {
        Fn2<Double, Integer, Double> f = (x, n) -> new Down(n).at(x);
        assertThrows(JacobiException.class, () -> jit(f).apply(1.0, 3));
    }
}
