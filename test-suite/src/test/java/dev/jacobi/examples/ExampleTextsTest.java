package dev.jacobi.examples;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.jacobi.Fn;
import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Fn3;
import dev.jacobi.Fn4;
import dev.jacobi.Jacobi;
import dev.jacobi.Lowered;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.texts.DeviceTexts;
import dev.jacobi.tpu.Lazily;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The steps of the example programs for other devices: StableHLO on jaxlib, PTX in ptxas for each architecture and on an emulated grid, with the results of the code for CPUs, and
 * libtpu.
 * {@code -Djacobi.test.examples=mlp,cnn} chooses programs, {@code -Djacobi.test.backends=jaxlib} what is done with them.
 */
@Tag("arrays")
class ExampleTextsTest {
    private static final double TOLERANCE = 1e-3;

    @TempDir
    private static Path folder;

    private static boolean chosen(String property, String word) {
        String all = System.getProperty("jacobi.test." + property, "");
        return all.isEmpty() || Arrays.asList(all.split(",")).contains(word);
    }

    @SuppressWarnings("unchecked")
    private static Lowered lowered(Fn f, Object... args) {
        return f instanceof Fn1<?, ?> g ? Jacobi.lower(g, args) : f instanceof Fn2<?, ?, ?> g ? Jacobi.lower(g, args) : f instanceof Fn3<?, ?, ?, ?> g ? Jacobi.lower(g, args)
            : Jacobi.lower((Fn4<Object, Object, Object, Object, Object>) f, args);
    }

    /** The functions of an example after its first step. */
    private static List<Session.Compiled> functions(Example example) throws IOException {
        Session session = Session.of(example, folder, Length.named("1"), "", new PrintStream(OutputStream.nullOutputStream()));
        session.run();
        assertFalse(session.compiled().isEmpty());
        return session.compiled();
    }

    /** What is done with a text. */
    private interface Check {
        void of(DeviceTexts t) throws Exception;
    }

    private static void add(List<DynamicTest> tests, Example e, String backend, Callable<List<DeviceTexts>> texts, Check check) {
        if (chosen("examples", e.name()) && chosen("backends", backend)) {
            tests.add(DynamicTest.dynamicTest(e.name() + ": " + backend, () -> {
                for (DeviceTexts t : texts.call()) {
                    check.of(t);
                }
            }));
        }
    }

    private static List<DeviceTexts> texts(Example e, boolean results) throws IOException {
        var texts = new ArrayList<DeviceTexts>();
        for (Session.Compiled c : functions(e)) {
            Object[] args = c.arguments().toArray();
            var t = new DeviceTexts(e.name() + ", " + c.name(), lowered(c.function(), args));
            texts.add(results ? t.asOnTheCpu(args) : t);
        }
        return texts;
    }

    @TestFactory
    Stream<DynamicTest> equalTheCpu() {
        var oracle = Lazily.plainOracle();
        var tests = new ArrayList<DynamicTest>();
        for (Example e : Examples.all()) {
            var made = new ArrayList<DeviceTexts>();
            Callable<List<DeviceTexts>> texts = () -> {
                if (made.isEmpty()) {
                    made.addAll(texts(e, true));
                }
                return made;
            };
            add(tests, e, "jaxlib", texts, t -> t.jaxlib(oracle.get(), TOLERANCE));
            add(tests, e, "ptx", texts, t -> Arch.ALL.forEach(t::ptx));
            add(tests, e, "emulated", texts, t -> t.emulated(TOLERANCE));
        }
        return tests.stream().onClose(oracle::stop);
    }

    @TestFactory
    Stream<DynamicTest> compileForTpus() {
        var tpus = Lazily.tpus();
        var tests = new ArrayList<DynamicTest>();
        Examples.all().forEach(e -> add(tests, e, "libtpu", () -> texts(e, false), t -> t.libtpu(tpus.get().subList(0, 1))));
        return tests.stream().onClose(tpus::stop);
    }
}
