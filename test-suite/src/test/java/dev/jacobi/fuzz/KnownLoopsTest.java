package dev.jacobi.fuzz;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What has gone wrong in loops of a few lines stays right: interpreted as lifted and as raised, and as machine code, on the arguments of several seeds. */
class KnownLoopsTest {
    private static final int SEEDS = 8;

    @TestFactory
    Stream<DynamicTest> everyLoopDoesWhatTheJvmDoes() {
        Mode.Engines engines = new Mode.Engines();
        return Stream.of(KnownLoops.class, WindowLoops.class).flatMap(c -> Stream.of(c.getDeclaredMethods())).filter(m -> Modifier.isPublic(m.getModifiers())).map(m -> DynamicTest.dynamicTest(m.getName(), () -> same(m, engines)));
    }

    private static void same(Method m, Mode.Engines engines) {
        List<JType> types = Stream.of(m.getParameterTypes()).map(KnownLoopsTest::type).toList();
        m.setAccessible(true);
        for (Mode mode : List.of(Mode.LIFTED, Mode.RAISED, Mode.QUICK)) {
            Counts counts = new Counts();
            Fuzzer fuzzer = new Fuzzer(engines, counts);
            for (long seed = 0; seed < SEEDS; seed++) {
                Fuzzer.Failure failure = fuzzer.check(new Methods.Program(seed, m.getName(), Node.other(List.of()), JType.LONG, types, Kind.LOOP, Set.of()), m, mode);
                assertNull(failure, () -> "seed of the arguments: " + failure);
            }
            assertTrue(counts.get(mode + " accelerated") > SEEDS, () -> mode + " ran " + m.getName() + " " + counts.get(mode + " accelerated") + " times");
        }
    }

    private static JType type(Class<?> c) {
        return c.isArray() ? type(c.getComponentType()).array() : JType.of(Stream.of(JType.Prim.values()).filter(p -> p.type == c).findFirst().orElseThrow());
    }
}
