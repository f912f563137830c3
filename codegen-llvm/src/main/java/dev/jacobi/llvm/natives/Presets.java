package dev.jacobi.llvm.natives;

import dev.jacobi.llvm.host.LargeStack;
import dev.jacobi.llvm.host.NativesUnavailable;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Loads Bytedeco's presets of native libraries, from files that {@link Natives} has looked at, and makes pointers for them. The pointers have no memory of JavaCPP's: that counts what the whole
 * process uses, and asks the JVM for a collection when it seems much.
 */
public final class Presets {
    private static final String CACHE = "org.bytedeco.javacpp.cachedir";
    private static final String LOAD = "org.bytedeco.javacpp.loadlibraries";
    private static final String FOLDERS_FIRST = "org.bytedeco.javacpp.pathsfirst";
    private static final String SEARCHED = "platform.preloadpath";

    private Presets() {
    }

    /**
     * Loads a preset's native libraries, and those in a folder that it needs; a further time does nothing. {@code settings} is the class that says which these are, {@code functions} the one with
     * the native methods.
     */
    public static void load(Natives.Installed files, Class<?> settings, Class<?> functions) {
        // not by the caller's thread, whose class loader would be that of a thread of JavaCPP's for good
        LargeStack.call("jacobi-natives", () -> {
            try {
                synchronized (Presets.class) {
                    // A program may have jars with native libraries of Bytedeco's on its class path; two copies of LLVM in one process do not get along.
                    during(FOLDERS_FIRST, "true", () -> locate(files.folder()));
                    // Presets need not be of JavaCPP's own release, which says so when it may load libraries; tests of ours say whether they fit.
                    during(LOAD, "false", () -> initialise(settings));
                    initialise(functions);
                }
                return null;
            } catch (LinkageError e) {
                throw new NativesUnavailable("Native code cannot be loaded from " + files.folder() + ": " + e.getMessage()
                    + " (a folder on a file system mounted noexec does not do; name another with the option natives=FOLDER)", e);
            }
        });
    }

    private static void initialise(Class<?> c) throws ClassNotFoundException {
        Class.forName(c.getName(), true, c.getClassLoader());
    }

    /** JavaCPP looks for libraries in this folder, and keeps what it may have to copy there, too, instead of in a folder of its own that other programs share. */
    private static void locate(Path folder) throws ReflectiveOperationException, IOException {
        Properties platform = Loader.loadProperties();
        String known = platform.getProperty(SEARCHED, "");
        if (!known.contains(folder.toString())) {
            platform.setProperty(SEARCHED, known.isEmpty() ? folder.toString() : known + File.pathSeparator + folder);
        }
        during(CACHE, folder.toString(), Loader::getCacheDir);
    }

    private interface Step {
        void run() throws ReflectiveOperationException, IOException;
    }

    /** JavaCPP takes some settings from the system's properties only. */
    private static void during(String property, String value, Step step) throws ReflectiveOperationException, IOException {
        String before = System.setProperty(property, value);
        try {
            step.run();
        } finally {
            if (before == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before);
            }
        }
    }

    /** Words of native memory, which the pointer holds. */
    public static LongPointer words(long... values) {
        LongBuffer b = ByteBuffer.allocateDirect(8 * values.length).order(ByteOrder.nativeOrder()).asLongBuffer();
        return new LongPointer(b.put(values).flip());
    }

    /** Bytes in native memory, which the pointer holds. */
    public static BytePointer bytes(byte[] content) {
        return new BytePointer(ByteBuffer.allocateDirect(Math.max(1, content.length)).put(content).flip());
    }

    /** A C string in native memory, which the pointer holds. */
    public static BytePointer string(String s) {
        return bytes((s + '\0').getBytes(StandardCharsets.UTF_8));
    }

    /** A pointer to an address, to make one of another type of. */
    public static Pointer at(long address) {
        return new Address(address);
    }

    private static final class Address extends Pointer {
        Address(long address) {
            super((Pointer) null);
            this.address = address;
        }
    }

    /** The address behind a pointer; 0 for null. */
    public static long address(Pointer p) {
        return p == null || p.isNull() ? 0 : p.address();
    }
}
