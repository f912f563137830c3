// Native code finds arrays by their addresses where the collector allows it: results stay Java's while everything moves.
package dev.jacobi.robust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jacobi.harness.Fork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Moved} under collectors and layouts of the heap. */
class MovedTest {
    private static final String PATH = System.getProperty("java.class.path");

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseParallelGC", "-XX:+UseZGC", "-XX:+UseShenandoahGC", "-XX:+UseG1GC -XX:-UseCompressedOops", "-XX:+UseG1GC -XX:ObjectAlignmentInBytes=16",
        "-XX:+UseG1GC -XX:HeapBaseMinAddress=40g", "-XX:+UseSerialGC -Xcheck:jni", "-XX:+UseG1GC -XX:-UseCompressedClassPointers"})
    void otherHeaps(String options) throws IOException {
        heaps(options);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseG1GC", "-XX:+UseSerialGC -Xmx64m"})
    void heaps(String options) throws IOException {
        var jvm = new ArrayList<>(List.of("-Xmx96m", "-Xmn8m"));
        jvm.addAll(List.of(options.split(" ")));
        assumeTrue(Fork.java(jvm, PATH, 60, List.of("-version")).exit() == 0, "this JVM has no such heap");
        jvm.add("-javaagent:" + Fork.agentJar() + "=policy=always,threads=1,report=off,include=" + Moved.Kernels.class.getName());
        Fork.Result r = Fork.java(jvm, PATH, 120, List.of(Moved.class.getName(), "1.5"));
        assertEquals(0, r.exit(), r.out() + r.err());
        assertTrue(r.out().contains("calls: "), r.out() + r.err());
    }
}
