// The loops of the Test Suite for Vectorizing Compilers: compiled, each does what plain Java does, to the bit.
package dev.jacobi.tsvc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.harness.Arrays;
import dev.jacobi.harness.Outcome;
import dev.jacobi.llvm.Tuning;
import dev.jacobi.site.Compiled;
import dev.jacobi.site.OnDemandCompiler;
import dev.jacobi.woven.Deopt;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code -Dtsvc.loops=s341,s124} tests these only. */
class TsvcTest {
    /** Lengths, and rows of matrices: the last are long enough for several blocks of lanes and odd. */
    private static final int[][] SIZES = {{40, 8}, {45, 2}, {133, 13}, {1067, 37}};
    private static final int PART = 4;
    private static final String ONLY = System.getProperty("tsvc.loops");

    @Test
    void thereAreAllLoops() {
        assertEquals(151, TsvcLoops.all().stream().filter(l -> !l.name().endsWith("[]")).count());
        assertEquals(29, TsvcLoops.all().stream().filter(l -> l.name().endsWith("[]")).count());
    }

    @TestFactory
    Stream<DynamicTest> oneInFour() {
        return tests(0, PART);
    }

    @TestFactory
    @Tag("slow")
    Stream<DynamicTest> theOthers() {
        return IntStream.range(1, PART).boxed().flatMap(k -> tests(k, PART));
    }

    private static Stream<DynamicTest> tests(int first, int step) {
        List<TsvcLoops.Loop> all = TsvcLoops.all();
        return IntStream.range(0, all.size()).filter(k -> k % step == first).mapToObj(all::get).filter(l -> ONLY == null || List.of(ONLY.split(",")).contains(l.name()))
            .map(l -> DynamicTest.dynamicTest(l.name(), () -> check(l, first == 0 ? all.indexOf(l) / PART % 2 : -1)));
    }

    /** As users' code is made (0), with lanes and threads wherever they are possible (1), or both (-1). */
    private static void check(TsvcLoops.Loop loop, int only) {
        var engine = OnDemandCompiler.cpu();
        Tuning host = Tuning.host();
        List<OnDemandCompiler> ways = List.of(engine, engine.with(new Tuning(host.vectorBytes(), true, false, host.fmaRoots())));
        MethodHandle plain = loop.handle();
        for (OnDemandCompiler way : only < 0 ? ways : ways.subList(only, only + 1)) {
            Compiled compiled = way.compile(loop.method());
            int normal = 0;
            for (int[] size : SIZES) {
                for (TsvcLoops.Data data : TsvcLoops.Data.values()) {
                    normal += same(loop, plain, compiled, loop.arguments(size[0], size[1], data)) ? 1 : 0;
                }
            }
            assertTrue(normal >= SIZES.length, () -> loop + " throws nearly always");
        }
    }

    /** Where Java throws, compiled code has no result and changes nothing. Returns whether there was one: compiled code that gives up then is an error. */
    private static boolean same(TsvcLoops.Loop loop, MethodHandle plain, Compiled compiled, Object[] args) {
        Object[] copies = Arrays.copy(args);
        String before = Arrays.digest(args);
        Outcome want = Outcome.of(a -> (Object) plain.invokeExact(a), args);
        if (want.normal()) {
            assertEquals(want.text(), Outcome.of(compiled::invoke, copies).text(), loop.name());
        } else {
            assertThrows(Deopt.class, () -> compiled.invoke(copies), loop.name());
            assertEquals(before, Arrays.digest(copies), loop.name());
        }
        return want.normal();
    }
}
