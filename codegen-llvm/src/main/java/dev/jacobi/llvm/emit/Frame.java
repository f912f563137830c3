package dev.jacobi.llvm.emit;

import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.Runtime;

/**
 * Places for values that a function with long bodies keeps in memory: the first in its stack frame, all others in a block of the heap that it has from its beginning to its end. The JVM
 * warrants some 80 kB of stack to native code and ends when a function takes more than there is, while a gradient of thousands of statements keeps hundreds of kilobytes in lanes.
 */
public final class Frame {
    /** Bytes in the stack frame. */
    private static final int ON_STACK = 16_000;
    private final EquationEmitter g;
    private long onStack;
    private long onHeap;
    private String heap;
    /** Where the block's address lies. */
    private String slot;

    Frame(EquationEmitter g) {
        this.g = g;
    }

    /** A place: an address in the stack frame, or so many bytes behind the start of the block. */
    record Place(String type, int align, String address, long offset) {
    }

    /** A place for a value of this LLVM type, which takes {@code lanes} times {@code bytes} there. */
    Place place(String type, int bytes, int lanes) {
        long size = (long) bytes * lanes;
        if (onStack + size <= ON_STACK) {
            onStack += size;
            return new Place(type, bytes, g.fn.alloca(type, 1, bytes), 0);
        }
        if (heap == null) {
            heap = g.fn.fresh();
            slot = g.fn.alloca("ptr", 1, Long.BYTES);
            g.memory.list(); // the block is freed with all others
        }
        long at = (onHeap + size - 1) / size * size;
        onHeap = at + size;
        return new Place(type, bytes, null, at);
    }

    private String address(Place p) {
        String start = p.address != null || g.sections == null ? heap : g.sections.pointer(heap, slot);
        return p.address != null ? p.address : p.offset == 0 ? start : g.fn.def("getelementptr i8, ptr " + start + ", i64 " + p.offset);
    }

    /** Accesses are volatile, so that no pass makes values in registers of what is in memory for their sake. */
    void store(Place p, String value) {
        g.fn.line("store volatile " + p.type + " " + value + ", ptr " + address(p) + ", align " + p.align);
    }

    String load(Place p) {
        return g.fn.def("load volatile " + p.type + ", ptr " + address(p) + ", align " + p.align);
    }

    /** Once the function's code is complete but for its exits: makes the block at its beginning, if there is anything in it. */
    public void finish() {
        if (heap == null) {
            return;
        }
        FnText.Block none = g.fn.block("noframe");
        String got = g.fn.fresh();
        g.fn.begin("  " + heap + " = call ptr " + Runtime.allocate(g.out) + "(ptr " + g.memory.list() + ", i64 " + onHeap + ", i1 false)\n  store volatile ptr " + heap + ", ptr " + slot
            + "\n  " + got + " = icmp ne ptr " + heap + ", null\n",
            got, none);
        g.fn.enter(none);
        g.exits.failNow(Memory.FULL_MEMORY);
    }
}
