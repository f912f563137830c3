// Mocks static methods that compiled code has inlined, and methods that are compiled, and stops it again.
package dev.jacobi.agents;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyDouble;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.times;

import dev.jacobi.agents.Kernels.Weights;
import java.util.Arrays;
import org.mockito.MockedStatic;
import org.mockito.Mockito;

/** The argument is the number of calls in each state. */
public final class MockedMain {
    private MockedMain() {
    }

    private static void all(int calls, double[] a, double total, double halves) {
        for (int k = 0; k < calls; k++) {
            same(total, Kernels.total(a));
            same(halves, Kernels.halves(a));
        }
    }

    private static void same(double expected, double got) {
        if (expected != got) {
            throw new AssertionError("expected " + expected + ", got " + got);
        }
    }

    public static void main(String[] args) {
        int calls = Integer.parseInt(args[0]);
        double[] a = new double[50];
        Arrays.fill(a, 2);
        all(calls, a, 300, 50);
        try (MockedStatic<Weights> m = mockStatic(Weights.class)) {
            m.when(() -> Weights.weight(anyDouble())).thenReturn(7.0);
            all(calls, a, 350, 50);
            m.verify(() -> Weights.weight(2.0), times(calls * a.length));
        }
        all(calls, a, 300, 50);
        try (MockedStatic<Kernels> m = mockStatic(Kernels.class)) {
            m.when(() -> Kernels.total(any())).thenReturn(42.0);
            all(calls, a, 42, 0);
            m.verify(() -> Kernels.total(a), times(calls));
        }
        all(calls, a, 300, 50);
        Mockito.framework().clearInlineMocks();
        all(calls, a, 300, 50);
        System.out.println("done");
    }
}
