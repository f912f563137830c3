// Loads a class in a loader of its own, has its method compiled, drops both; many times over. Nothing may be left behind.
package dev.jacobi.robust;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;

/** Argument: number of class loaders. Prints classes still loaded and the growth of the process. */
public final class Churn {
    private static final class Loader extends ClassLoader {
        private final byte[] bytes;

        Loader(byte[] bytes) {
            super(Churn.class.getClassLoader());
            this.bytes = bytes;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(Victim.class.getName())) {
                return super.loadClass(name, resolve);
            }
            synchronized (this) {
                Class<?> c = findLoadedClass(name);
                return c != null ? c : defineClass(name, bytes, 0, bytes.length);
            }
        }
    }

    private Churn() {
    }

    public static void main(String[] args) throws IOException, ReflectiveOperationException {
        int loaders = Integer.parseInt(args[0]);
        byte[] bytes;
        try (InputStream in = Churn.class.getResourceAsStream("Victim.class")) {
            bytes = in.readAllBytes();
        }
        // the first half shows what the JVM, LLVM and the C library keep for good, and the second what each loader leaves
        int warm = loaders / 2;
        rounds(warm, bytes);
        System.gc();
        System.gc();
        long before = resident();
        long classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
        rounds(loaders - warm, bytes);
        System.gc();
        System.gc();
        System.out.println("left " + (ManagementFactory.getClassLoadingMXBean().getLoadedClassCount() - classes));
        System.out.println("grownKilobytesPerLoader " + (resident() - before) / Math.max(1, loaders - warm));
    }

    private static void rounds(int n, byte[] bytes) throws ReflectiveOperationException {
        for (int i = 0; i < n; i++) {
            Class<?> c = new Loader(bytes).loadClass(Victim.class.getName());
            Method sum = c.getMethod("sum", int[].class);
            for (int k = 0; k < 2; k++) {
                if ((int) sum.invoke(null, (Object) new int[] {1, 2, i}) != 3 + i) {
                    throw new AssertionError("wrong sum");
                }
            }
        }
    }

    private static long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(l -> l.startsWith("VmRSS"))
                .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", ""))).findFirst().orElse(0);
    }
}
