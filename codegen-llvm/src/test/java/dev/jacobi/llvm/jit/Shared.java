package dev.jacobi.llvm.jit;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Type;
import dev.jacobi.llvm.natives.Natives;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One LLVM for all tests of a JVM, and short names. */
final class Shared {
    static final Llvm LLVM = Llvm.open(Natives.inUserCache(), 2);

    private Shared() {
    }

    static Type scalar(DType t) {
        return new Type(t, List.of());
    }

    static Type array(DType t, int rank) {
        return new Type(t, Collections.nCopies(rank, Dim.UNKNOWN));
    }

    static Throwable[] failures(NativeCode code) {
        var f = new Throwable[code.failures()];
        for (int i = 0; i < f.length; i++) {
            f[i] = new Failed(i);
        }
        return f;
    }

    /** Starts a JVM on these tests' class path, with options of this list only, that prints to one stream. */
    static Process java(List<String> options, Class<?> main, String... args) throws IOException {
        return java(options, System.getProperty("java.class.path"), main, args);
    }

    /** The same on a class path. */
    static Process java(List<String> options, String classPath, Class<?> main, String... args) throws IOException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED"); // what the agent does for itself
        }
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(args));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")); // the JVM would name them
        return builder.start();
    }

    /** Thrown by a stub for check {@code which}. */
    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final int which;

        Failed(int which) {
            super("check " + which, null, false, false);
            this.which = which;
        }
    }
}
