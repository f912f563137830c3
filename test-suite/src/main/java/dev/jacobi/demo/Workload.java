// What the demo runs: a kernel with its input. reset() is not timed.
package dev.jacobi.demo;

import dev.jacobi.harness.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** One kernel call on prepared data. */
interface Workload {
    /** Puts back what an earlier run has overwritten. */
    default void reset() {
    }

    void run();

    /** Everything the last run produced: primitive arrays. */
    List<Object> outputs();

    /** A workload whose kernel returns its result and leaves its arguments alone. */
    static Workload of(Supplier<Object> kernel) {
        return new Workload() {
            private Object result;

            @Override
            public void run() {
                result = kernel.get();
            }

            @Override
            public List<Object> outputs() {
                return List.of(result);
            }
        };
    }

    /** A workload whose kernel writes the given arrays, whatever they held before. */
    static Workload writing(Runnable kernel, Object... outputs) {
        return new Workload() {
            @Override
            public void run() {
                kernel.run();
            }

            @Override
            public List<Object> outputs() {
                return List.of(outputs);
            }
        };
    }

    /** A workload whose kernel updates the given arrays in place, so that every run starts from a copy. */
    static Workload updating(Runnable kernel, Object... inOut) {
        Object[] pristine = Arrays.copy(inOut);
        return new Workload() {
            @Override
            public void reset() {
                Arrays.restore(pristine, inOut);
            }

            @Override
            public void run() {
                kernel.run();
            }

            @Override
            public List<Object> outputs() {
                return List.of(inOut);
            }
        };
    }
}
