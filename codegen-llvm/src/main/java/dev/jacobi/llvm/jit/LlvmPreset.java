package dev.jacobi.llvm.jit;

import dev.jacobi.llvm.host.LargeStack;
import dev.jacobi.llvm.host.NativesUnavailable;
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
import org.bytedeco.llvm.LLVM.LLVMErrorRef;
import org.bytedeco.llvm.global.LLVM;

/**
 * Bytedeco's preset of LLVM, loaded from files that {@link Natives} has looked at, and what calls of its functions have in common. The preset's pointers that are made here have no memory of
 * JavaCPP's: that counts what the whole process uses, and asks the JVM for a collection when it seems much.
 */
final class LlvmPreset {
    private static final String CACHE = "org.bytedeco.javacpp.cachedir";
    private static final String LOAD = "org.bytedeco.javacpp.loadlibraries";

    private LlvmPreset() {
    }

    /** Loads the native libraries; a further time does nothing. */
    static void load(Natives.Installed files) {
        // not by the caller's thread, whose class loader would be that of a thread of JavaCPP's for good
        LargeStack.call("jacobi-natives", () -> {
            try {
                synchronized (LlvmPreset.class) {
                    locate(files.folder());
                    Class.forName(LLVM.class.getName(), true, LlvmPreset.class.getClassLoader());
                }
                return null;
            } catch (LinkageError e) {
                throw new NativesUnavailable("Native code cannot be loaded from " + files.folder() + ": " + e.getMessage()
                    + " (a folder on a file system mounted noexec does not do; name another with the option natives=FOLDER)", e);
            }
        });
    }

    /** JavaCPP looks for libraries in this folder, and keeps what it may have to copy there, too, instead of in a folder of its own that other users' programs share. */
    private static void locate(Path folder) throws ReflectiveOperationException, java.io.IOException {
        Properties platform = Loader.loadProperties();
        platform.setProperty("platform.preloadpath", folder.toString());
        platform.setProperty("platform.linkpath", folder.toString());
        during(CACHE, folder.toString(), Loader::getCacheDir);
        // LLVM's preset is of an earlier release than JavaCPP, which says so when it may load libraries; tests of ours say whether they fit.
        during(LOAD, "false", () -> Class.forName(org.bytedeco.llvm.presets.LLVM.class.getName(), true, LlvmPreset.class.getClassLoader()));
    }

    private interface Step {
        Object run() throws ReflectiveOperationException, java.io.IOException;
    }

    /** JavaCPP takes some settings from the system's properties only. */
    private static void during(String property, String value, Step step) throws ReflectiveOperationException, java.io.IOException {
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
    static LongPointer words(long... values) {
        LongBuffer b = ByteBuffer.allocateDirect(8 * values.length).order(ByteOrder.nativeOrder()).asLongBuffer();
        return new LongPointer(b.put(values).flip());
    }

    /** Bytes in native memory, which the pointer holds. */
    static BytePointer bytes(byte[] content) {
        return new BytePointer(ByteBuffer.allocateDirect(Math.max(1, content.length)).put(content).flip());
    }

    /** A C string in native memory, which the pointer holds. */
    static BytePointer string(String s) {
        return bytes((s + '\0').getBytes(StandardCharsets.UTF_8));
    }

    /** A pointer to an address. */
    static Pointer at(long address) {
        return new Address(address);
    }

    private static final class Address extends Pointer {
        Address(long address) {
            super((Pointer) null);
            this.address = address;
        }
    }

    /** The address behind a pointer; 0 for null. */
    static long address(Pointer p) {
        return p == null || p.isNull() ? 0 : p.address();
    }

    /** A C string's text; what LLVM has given away is freed. */
    static String take(BytePointer message) {
        if (message == null || message.isNull()) {
            return "";
        }
        String s = text(message);
        LLVM.LLVMDisposeMessage(message);
        return s;
    }

    static String text(BytePointer message) {
        return message == null || message.isNull() ? "" : message.getString(StandardCharsets.UTF_8);
    }

    /** Throws when an error is set. */
    static void check(LLVMErrorRef error, String doing) {
        if (error != null && !error.isNull()) {
            BytePointer message = LLVM.LLVMGetErrorMessage(error);
            String s = text(message);
            LLVM.LLVMDisposeErrorMessage(message);
            throw new LlvmException("LLVM failed while " + doing + ": " + s);
        }
    }
}
