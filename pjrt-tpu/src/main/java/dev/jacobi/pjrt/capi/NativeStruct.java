package dev.jacobi.pjrt.capi;

import dev.jacobi.llvm.jit.Bridge;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One structure in native memory: zeroed, with its size in the first field. It holds on to the memory that its fields were made to point to, so that
 * all of it is valid while this object is reachable.
 */
public final class NativeStruct {
    private final Struct struct;
    private final ByteBuffer memory;
    private final List<Object> held = new ArrayList<>();

    NativeStruct(Struct struct) {
        this.struct = struct;
        this.memory = ByteBuffer.allocateDirect(struct.allocated()).order(ByteOrder.nativeOrder());
        memory.putLong(0, struct.size());
    }

    /** The structure's layout. */
    public Struct struct() {
        return struct;
    }

    long address() {
        return Bridge.address(memory);
    }

    /** Sets a field of any width. */
    public NativeStruct set(String field, long value) {
        Struct.Field f = struct.field(field);
        switch (f.width()) {
            case 1 -> memory.put(f.offset(), (byte) value);
            case 4 -> memory.putInt(f.offset(), (int) value);
            default -> memory.putLong(f.offset(), value);
        }
        return this;
    }

    /** A field of any width; of 8 bytes when it is a pointer. */
    public long get(String field) {
        Struct.Field f = struct.field(field);
        return switch (f.width()) {
            case 1 -> memory.get(f.offset());
            case 4 -> memory.getInt(f.offset());
            default -> memory.getLong(f.offset());
        };
    }

    /** Whether a field is not 0: a flag that is true, or a pointer that is not null. */
    public boolean isSet(String field) {
        return get(field) != 0;
    }

    /** Makes a field point to another structure. */
    public NativeStruct set(String field, NativeStruct to) {
        held.add(to);
        return set(field, to.address());
    }

    /** Makes a field point to bytes, and another one hold their number. */
    public NativeStruct bytes(String field, String size, byte[] bytes) {
        return set(field, pointer(ByteBuffer.allocateDirect(Math.max(1, bytes.length)).put(bytes))).set(size, bytes.length);
    }

    /** Makes a field point to a string's UTF-8 bytes, and another one hold their number. */
    public NativeStruct text(String field, String size, String text) {
        return bytes(field, size, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes a field point to 8-byte words, and returns them: the plugin may write there. */
    public ByteBuffer words(String field, long... words) {
        ByteBuffer b = ByteBuffer.allocateDirect(8 * Math.max(1, words.length)).order(ByteOrder.nativeOrder());
        b.asLongBuffer().put(words);
        set(field, pointer(b));
        return b;
    }

    /** Keeps memory for as long as this structure. */
    public long pointer(ByteBuffer direct) {
        held.add(direct);
        return Bridge.address(direct);
    }

    /** A string that the plugin has written: pointer and length. */
    public String text(String field, String size) {
        return new String(PluginMemory.bytes(get(field), get(size)), StandardCharsets.UTF_8);
    }
}
