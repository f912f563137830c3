package dev.jacobi.llvm.jit;

import dev.jacobi.llvm.host.HeapLayout;
import dev.jacobi.llvm.host.NativesUnavailable;
import dev.jacobi.llvm.natives.Natives;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls of C functions from Java: native methods whose code LLVM makes ({@link BridgeCode}) and what follows from them. Addresses are
 * plain longs, and nothing here checks them: it is for the clients of C libraries in the back ends, which call {@link #load(Natives)}
 * first, and for nobody else.
 */
public final class Bridge {
    private Bridge() {
    }

    /** Makes the calls possible; may be repeated. A sentence when this machine has no native code. */
    public static void load(Natives natives) {
        load(natives.install());
    }

    /** The same with files that have been looked at. The JVM knows whether it was done: the last method has its code then. */
    static synchronized void load(Natives.Installed files) {
        try {
            callback(0);
        } catch (UnsatisfiedLinkError e) {
            LlvmPreset.load(files);
            new BridgeCode().attach();
        }
    }

    /** Calls a C function of up to six integer or pointer arguments and returns what it leaves in the result register. */
    public static native long call(long fn, long a, long b, long c, long d, long e, long f);

    /** Calls a C function whose integer or pointer arguments stand in 8-byte words at an address; twelve words are read. */
    public static native long callWords(long fn, long words);

    /** The same for longer lists of arguments: twenty-four words are read. */
    public static native long callMany(long fn, long words);

    /** Address of the C library's {@code dlsym}. */
    static native long dlsym();

    /** Where a direct buffer begins. */
    public static native long address(Buffer direct);

    /** Memory of the process as a buffer, big-endian as all new ones. */
    public static native ByteBuffer buffer(long address, long size);

    /** Gives static native methods of a class their code: {@code count} times the addresses of name, descriptor and code; 0 when all is well. */
    private static native int register(Class<?> holder, long methods, int count);

    /** Lets a module use the public classes of another one's package, as {@code --add-exports} does; nothing where the JVM has no such method. Only once {@link #load(Natives)} has been called. */
    public static native void export(Module from, String packageName, Module to);

    static native long newGlobalRef(Object o);

    static native void deleteGlobalRef(long ref);

    /** What {@link HeapLayout} is found out by, at an address with room for 3 n + 17 words: see {@code bridge.ll}. */
    static native void probe(Object[] arrays, int n, long out);

    /** Where the functions are that C libraries call back, by their place in the list of {@code bridge.ll}. */
    private static native long callback(int which);

    /** A function for LLVM's diagnostics that does nothing. */
    static long ignore() {
        return callback(0);
    }

    /** The function {@code (fn, x) -> fn(x)}. */
    static long apply() {
        return callback(1);
    }

    /** What a thread of {@link NativeThread} runs. */
    static long work() {
        return callback(2);
    }

    /** What runs at the end of the process, for {@link Ending}. */
    static long leave() {
        return callback(3);
    }

    /** Where arrays lie behind their handles; null where that does not show. Only for collectors that move no array while a thread has pinned one. */
    static HeapLayout heap() {
        Object[] arrays = HeapLayout.samples();
        try (var memory = new Memory()) {
            long[] words = new long[3 * HeapLayout.SAMPLES + 17];
            long out = memory.longs(words);
            probe(arrays, HeapLayout.SAMPLES, out);
            buffer(out, 8L * words.length).order(ByteOrder.nativeOrder()).asLongBuffer().get(words);
            return HeapLayout.of(words);
        }
    }

    /** Calls a C function of one argument. */
    public static long call(long fn, long arg) {
        return call(fn, arg, 0, 0, 0, 0, 0);
    }

    /** Address of a symbol that the process already holds, or 0. */
    public static long symbol(String name) {
        return symbol(0, name);
    }

    /** Address of a symbol of a library opened with {@code dlopen}, or 0. */
    public static long symbol(long library, String name) {
        try (var memory = new Memory()) {
            return call(dlsym(), library, memory.string(name), 0, 0, 0, 0);
        }
    }

    /** Opens a library by path or soname; {@code global} lets its symbols be found by everybody. The sentence of dlerror on failure. */
    public static long open(String library, boolean global) {
        Opened o = tryOpen(library, global);
        if (o.handle == 0) {
            throw new NativesUnavailable("The library " + library + " cannot be loaded: " + o.problem);
        }
        return o.handle;
    }

    /** A library's handle, or 0 and what dlerror says. */
    public record Opened(long handle, String problem) {
    }

    /** As {@link #open}, for those who have a sentence of their own. */
    public static Opened tryOpen(String library, boolean global) {
        // a dlsym, and the JVM's own too when it links a native method, frees the error's text: nothing may come between the three calls
        long dlerror = symbol("dlerror");
        long strdup = symbol("strdup");
        try (var memory = new Memory()) {
            long handle = call(symbol("dlopen"), memory.string(library), global ? 0x102 : 2, 0, 0, 0, 0);
            if (handle != 0) {
                return new Opened(handle, "");
            }
            long said = call(dlerror, 0);
            long copy = said == 0 ? 0 : call(strdup, said);
            String problem = string(copy);
            call(symbol("free"), copy);
            return new Opened(0, problem);
        }
    }

    /** The C string at an address. */
    public static String string(long address) {
        if (address == 0) {
            return "";
        }
        long n = call(symbol("strlen"), address);
        var bytes = new byte[(int) Math.min(n, Integer.MAX_VALUE - 8)];
        if (bytes.length > 0) {
            buffer(address, bytes.length).get(bytes);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Gives a static native method its code. */
    public static void bind(Class<?> holder, String name, String descriptor, long address) {
        try (var memory = new Memory()) {
            long entry = memory.longs(memory.string(name), memory.string(descriptor), address);
            if (register(holder, entry, 1) != 0) {
                throw new IllegalStateException("The JVM did not take the code of " + holder.getName() + "." + name + descriptor + ".");
            }
        }
    }

    /** Native memory for the arguments of a few calls; valid until closed. */
    public static final class Memory implements AutoCloseable {
        private final List<ByteBuffer> buffers = new ArrayList<>();

        /** A C string. */
        public long string(String s) {
            byte[] bytes = s.getBytes(StandardCharsets.UTF_8);
            return address(allocate(bytes.length + 1).put(bytes));
        }

        /** A copy of bytes. */
        public long bytes(byte[] bytes) {
            return address(allocate(Math.max(1, bytes.length)).put(bytes));
        }

        /** Consecutive 8-byte words. */
        public long longs(long... values) {
            ByteBuffer b = allocate(8 * Math.max(1, values.length));
            b.asLongBuffer().put(values);
            return address(b);
        }

        /** The 8-byte word at an address that {@link #longs} returned. */
        public static long get(long address) {
            return buffer(address, 8).order(ByteOrder.nativeOrder()).getLong(0);
        }

        /** Writes an 8-byte word. */
        public static void put(long address, long value) {
            buffer(address, 8).order(ByteOrder.nativeOrder()).putLong(0, value);
        }

        private ByteBuffer allocate(int size) {
            ByteBuffer b = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
            buffers.add(b);
            return b;
        }

        @Override
        public void close() {
            buffers.clear();
        }
    }
}
