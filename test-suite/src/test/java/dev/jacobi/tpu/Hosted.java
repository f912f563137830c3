// A JVM with Python inside, whose PJRT plugin (hosted_plugin.py) is the one that the property jacobi.pjrt.plugin names; then a program's main.
package dev.jacobi.tpu;

import dev.jacobi.harness.Fork;
import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.llvm.natives.Natives;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Arguments of main: libpython, PYTHONHOME, folders of modules, environment variables, the class to run, its arguments. */
public final class Hosted {
    private static final String SCRIPT = "hosted_plugin.py";

    private Hosted() {
    }

    /** Runs a class's main in a JVM of its own with the plugin; skips the test where {@code jacobi.test.python} names no Python with jaxlib. */
    public static Fork.Result run(Path folder, List<String> options, Class<?> main, String... args) throws IOException {
        return run(folder, options, Map.of(), main, args);
    }

    /** The same with environment variables that the plugin reads. */
    public static Fork.Result run(Path folder, List<String> options, Map<String, String> environment, Class<?> main, String... args) throws IOException {
        String python = System.getProperty("jacobi.test.python");
        Assumptions.assumeTrue(python != null && Files.isExecutable(Path.of(python)), "-Djacobi.test.python=FILE names no Python with jaxlib");
        try (InputStream in = Hosted.class.getResourceAsStream(SCRIPT)) {
            Files.write(folder.resolve(SCRIPT), in.readAllBytes());
        }
        var all = new ArrayList<String>(List.of(Hosted.class.getName()));
        all.addAll(facts(python));
        all.set(3, folder + ":" + all.get(3));
        var set = new StringBuilder();
        environment.forEach((k, v) -> set.append(k).append('=').append(v).append(' '));
        all.add(set.toString());
        all.add(main.getName());
        all.addAll(List.of(args));
        return Fork.java(options, System.getProperty("java.class.path"), 300, all);
    }

    /** The file of libpython, its home, the folder of its packages. */
    private static List<String> facts(String python) throws IOException {
        Process p = new ProcessBuilder(python, "-c", "import sysconfig, sys; v = sysconfig.get_config_var\n"
            + "print(v('LIBDIR') + '/' + v('INSTSONAME'), sys.base_prefix, sysconfig.get_path('purelib'), sep='\\n')")
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<String> lines = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        Assumptions.assumeTrue(lines.size() == 3 && Files.exists(Path.of(lines.get(0))), "The Python of jacobi.test.python has no library to embed it");
        return lines;
    }

    /** The plugin's table: Python starts, and its lock is given back so that any thread may call the plugin. */
    private static long table(String libpython, String home, String path, String variables) {
        Bridge.load(Natives.inUserCache());
        try (var memory = new Bridge.Memory()) {
            for (String set : ("PYTHONHOME=" + home + " PYTHONPATH=" + path + " " + variables).trim().split(" ")) {
                Bridge.call(Bridge.symbol("putenv"), Bridge.call(Bridge.symbol("strdup"), memory.string(set)));
            }
            long python = Bridge.open(libpython, true);
            Bridge.call(Bridge.symbol(python, "Py_InitializeEx"), 0);
            long out = memory.longs(0);
            long status = Bridge.call(Bridge.symbol(python, "PyRun_SimpleString"), memory.string(
                "import hosted_plugin, ctypes\nctypes.c_uint64.from_address(" + out + ").value = hosted_plugin.table()\n"));
            if ((int) status != 0) {
                throw new IllegalStateException("Python could not make the plugin.");
            }
            Bridge.call(Bridge.symbol(python, "PyEval_SaveThread"), 0);
            return Bridge.Memory.get(out);
        }
    }

    /** Prints what of the plugin's objects has not been destroyed. */
    static void printLeaks() {
        python("print('left', hosted_plugin.leaks(), flush=True)\n");
    }

    /** Prints the sizes in bytes of the arrays whose memory results took. */
    static void printGiven() {
        python("print('given', hosted_plugin.given, flush=True)\n");
    }

    private static void python(String code) {
        long ensure = Bridge.call(Bridge.symbol("PyGILState_Ensure"), 0);
        try (var memory = new Bridge.Memory()) {
            Bridge.call(Bridge.symbol("PyRun_SimpleString"), memory.string(code));
        }
        Bridge.call(Bridge.symbol("PyGILState_Release"), ensure);
    }

    public static void main(String[] args) throws ReflectiveOperationException {
        System.setProperty("jacobi.pjrt.plugin", "table:" + Long.toHexString(table(args[0], args[1], args[2], args[3])));
        Class.forName(args[4]).getDeclaredMethod("main", String[].class).invoke(null, (Object) Arrays.copyOfRange(args, 5, args.length));
    }
}
