// Where threads, address space, heap or stack are short the program does what it does without the agent; nothing of Jacobi's is thrown into it.
package dev.jacobi.robust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jacobi.harness.Fork;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs {@link Starved} in JVMs of their own under the limits of a shell. */
class ScarcityTest {
    private static final String PATH = System.getProperty("java.class.path");
    /** A JVM that takes little address space and few threads, and does not say on its output that there are no more. */
    private static final List<String> LITTLE = List.of("-Xmx64m", "-XX:CompressedClassSpaceSize=32m", "-XX:ReservedCodeCacheSize=48m", "-XX:+UseSerialGC", "-Xlog:disable");
    private static final int STRANGER = 54321;

    @TempDir
    private Path folder;

    private static String agent(String options) {
        return "-javaagent:" + Fork.agentJar() + "=" + options;
    }

    private static String working(String more) {
        return agent("report=off,threads=3,include=" + Starved.class.getName() + "," + more);
    }

    private static List<String> java(String agent, List<String> more, int rounds, int ballast) {
        var options = new ArrayList<String>(LITTLE);
        options.addAll(more);
        options.add(agent);
        return Fork.command(options, PATH, List.of(Starved.class.getName(), "" + rounds, "" + ballast));
    }

    private Fork.Result run(List<String> command) throws IOException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process p = Fork.builder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        try {
            assertTrue(p.waitFor(300, TimeUnit.SECONDS), () -> "it does not end: " + command);
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        } finally {
            p.destroyForcibly();
        }
        return new Fork.Result(p.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** The command in a shell that has run another one before. */
    private static List<String> after(String first, List<String> command) {
        var all = new ArrayList<String>(List.of("bash", "-c", first + " && exec \"$@\"", "bash"));
        all.addAll(command);
        return all;
    }

    private void same(String plain, Fork.Result r) {
        assertEquals(0, r.exit(), r.out() + r.err());
        assertEquals(plain, r.out(), r.err());
        assertFalse(r.err().contains("Exception") || r.err().contains("OutOfMemoryError"), r.err());
    }

    private String plain(List<String> more, int rounds, int ballast) throws IOException {
        Fork.Result r = run(java(agent("enabled=false"), more, rounds, ballast));
        assertEquals(0, r.exit(), r.out() + r.err());
        return r.out();
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"1200000,always", "2000000,always"})
    void addressSpaceMayBeShortToo(int kilobytes, String policy) throws IOException {
        addressSpaceMayBeShort(kilobytes, policy);
    }

    @ParameterizedTest
    @CsvSource({"1500000,adaptive"})
    void addressSpaceMayBeShort(int kilobytes, String policy) throws IOException {
        same(plain(List.of(), 50, 0), run(after("ulimit -v " + kilobytes, java(working("policy=" + policy), List.of(), 50, 0))));
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(ints = {13, 17})
    void threadsMayBeFewToo(int threads) throws IOException {
        threadsMayBeFew(threads);
    }

    @ParameterizedTest
    @ValueSource(ints = {15})
    void threadsMayBeFew(int threads) throws IOException {
        Path home = Files.createTempDirectory("jacobi-stranger");
        try {
            // Root has no limit, so another user runs it, with natives of its own.
            String cache = System.getProperty("user.home") + "/.cache/jacobi/natives";
            Fork.Result made = run(List.of("bash", "-c", "mkdir " + home + "/n && (cp -r " + cache + "/llvm-* " + home + "/n/ || true) && chown -R " + STRANGER + ":" + STRANGER
                + " " + home + " && chmod 755 " + home + " && chmod 700 " + home + "/n && setpriv --reuid=" + STRANGER + " --regid=" + STRANGER + " --clear-groups test -r "
                + Fork.agentJar() + " -a -r " + Fork.home(Starved.class) + "/dev/jacobi/robust/Starved.class"));
            assumeTrue(made.exit() == 0, () -> "another user's processes cannot be started here, which needs root and setpriv: " + made.err());
            String limited = "ulimit -u " + threads;
            List<String> bare = after(limited, java(agent("enabled=false"), List.of(), 50, 0));
            assumeTrue(run(stranger(bare)).exit() == 0, "so few threads do not do for a JVM with an agent that does nothing");
            same(plain(List.of(), 50, 0), run(stranger(after(limited, java(working("policy=always,natives=" + home + "/n"), List.of(), 50, 0)))));
        } finally {
            run(List.of("rm", "-rf", home.toString()));
        }
    }

    private static List<String> stranger(List<String> command) {
        var all = new ArrayList<String>(List.of("setpriv", "--reuid=" + STRANGER, "--regid=" + STRANGER, "--clear-groups"));
        all.addAll(command);
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"always", "adaptive"})
    void theHeapMayBeSmall(String policy) throws IOException {
        List<String> small = List.of("-Xmx16m");
        same(plain(small, 500, 32), run(java(working("policy=" + policy), small, 500, 32)));
    }

    @Test
    void theStackMayBeSmallAndMethodsMayBeCalledAtItsEnd() throws IOException {
        List<String> small = List.of("-Xss400k");
        String plain = plain(small, 100, 0);
        same(plain, run(java(working("policy=always"), small, 100, 0)));
        same(plain, run(java(working("policy=adaptive"), small, 100, 0)));
    }
}
