// Starts JVMs: the same Java as ours, a given class path, options, and a limit of time.
package dev.jacobi.harness;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A JVM of its own. */
public final class Fork {
    /** How it ended and all it printed. {@code exit} is -1 when it was stopped because it took too long. */
    public record Result(int exit, String out, String err) {
    }

    /** Variables that a JVM takes options from and says so. */
    private static final Set<String> OUTSIDE = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private Fork() {
    }

    /** The folder or jar that a class was loaded from. */
    public static String home(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The agent jar: the property {@code agent.jar}, else where a build of the project leaves it. */
    public static Path agentJar() {
        String given = System.getProperty("agent.jar");
        Path jar = Path.of(given != null ? given : "agent/target/jacobi-agent.jar");
        if (given == null && !Files.exists(jar)) {
            jar = Path.of("../agent/target/jacobi-agent.jar");
        }
        return jar.toAbsolutePath().normalize();
    }

    /** Runs {@code java OPTIONS -cp CLASSPATH ARGS} and waits for it. */
    public static Result java(List<String> options, String classPath, long seconds, List<String> args) throws IOException {
        return java(options, classPath, seconds, args, Map.of());
    }

    /** The same with more environment variables. */
    public static Result java(List<String> options, String classPath, long seconds, List<String> args, Map<String, String> environment) throws IOException {
        ProcessBuilder b = builder(command(options, classPath, args));
        b.environment().putAll(environment);
        return run(b, seconds);
    }

    /** The command line for {@link #java}. */
    public static List<String> command(List<String> options, String classPath, List<String> args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath));
        command.addAll(args);
        return command;
    }

    /** The same; each line that it prints, to either stream, goes to {@code lines} as it comes. Returns the exit code, -1 when it took too long. */
    public static int java(List<String> options, String classPath, long seconds, List<String> args, Consumer<String> lines) throws IOException {
        Process process = builder(command(options, classPath, args)).redirectErrorStream(true).start();
        Thread reader = new Thread(() -> process.inputReader().lines().forEach(lines), "fork-reader");
        reader.start();
        boolean ended = waitFor(process, seconds);
        try {
            reader.join();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
        return ended ? process.exitValue() : -1;
    }

    /** Without input, and without the options from outside that a JVM names on its error stream. */
    public static ProcessBuilder builder(List<String> command) {
        ProcessBuilder b = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        b.environment().keySet().removeAll(OUTSIDE);
        return b;
    }

    private static Result run(ProcessBuilder b, long seconds) throws IOException {
        Path out = Files.createTempFile("jacobi-fork", ".out");
        Path err = Files.createTempFile("jacobi-fork", ".err");
        try {
            Process process = b.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
            boolean ended = waitFor(process, seconds);
            return new Result(ended ? process.exitValue() : -1, text(out), text(err));
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }

    private static boolean waitFor(Process process, long seconds) throws IOException {
        try {
            if (process.waitFor(seconds, TimeUnit.SECONDS)) {
                return true;
            }
            process.destroyForcibly().waitFor();
            return false;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new InterruptedIOException();
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
