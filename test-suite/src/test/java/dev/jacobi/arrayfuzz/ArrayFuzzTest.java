package dev.jacobi.arrayfuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Jacobi;
import dev.jacobi.NDArray;
import dev.jacobi.harness.Javac;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code -Dfuzz.arrays=N} programs (3), {@code -Dfuzz.seed=S} (1; {@code random}: the clock). A failure is printed with its seed and source. */
class ArrayFuzzTest {
    private static final int PROGRAMS = Integer.getInteger("fuzz.arrays", 3);
    private static final int BATCH = 50;

    @BeforeEach
    void wide() {
        Jacobi.x64(true);
    }

    @AfterEach
    void narrow() {
        Jacobi.x64(false);
    }

    @Test
    void compiledProgramsDoWhatTheyDoAsJava() throws ReflectiveOperationException {
        String given = System.getProperty("fuzz.seed", "1");
        long first = given.equals("random") ? System.currentTimeMillis() : Long.parseLong(given);
        var failed = new ArrayList<Long>();
        for (long from = first; from < first + PROGRAMS; from += BATCH) {
            var programs = new ArrayList<ArrayProgram>();
            Map<String, String> sources = new LinkedHashMap<>();
            for (long seed = from; seed < Math.min(from + BATCH, first + PROGRAMS); seed++) {
                programs.add(ArrayProgram.of(seed));
                sources.put(ArrayProgram.name(seed), programs.get(programs.size() - 1).source());
            }
            ClassLoader loader = new Javac().compile(sources);
            for (ArrayProgram p : programs) {
                if (!holds(p, loader)) {
                    failed.add(p.seed());
                }
            }
        }
        assertEquals(List.of(), failed, "programs printed above; to run one again: mvn -Pfuzz -Dtest=ArrayFuzzTest -Dfuzz.arrays=1 -Dfuzz.seed=S");
    }

    @SuppressWarnings("unchecked")
    private static boolean holds(ArrayProgram p, ClassLoader loader) throws ReflectiveOperationException {
        var f = (Fn2<NDArray, NDArray, List<NDArray>>) loader.loadClass(p.name()).getMethod("function").invoke(null);
        Method objective = loader.loadClass(p.name()).getMethod("objective", NDArray.class);
        List<String> faults = new ArrayOracles(p, f, y -> {
            try {
                return (Fn1<NDArray, NDArray>) objective.invoke(null, y);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }).faults();
        if (!faults.isEmpty()) {
            System.out.println("Seed " + p.seed() + ", x " + Arrays.toString(p.x()) + ", y " + p.yType() + Arrays.toString(p.y()) + ":");
            faults.forEach(s -> System.out.println("  " + s));
            System.out.println(p.source());
        }
        return faults.isEmpty();
    }
}
