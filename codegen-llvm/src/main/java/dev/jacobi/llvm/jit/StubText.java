package dev.jacobi.llvm.jit;

import dev.jacobi.ir.Type;

/** The text of a stub under construction: lines, registers, 8-byte slots on its stack, and calls of JNI functions through {@code %env}, whose table {@code %vt} is. */
final class StubText {
    private final StringBuilder s = new StringBuilder();
    private int next;

    @Override
    public String toString() {
        return s.toString();
    }

    /** The JVM's function at a place of the JNI table. */
    private String function(int slot) {
        String f = reg();
        s.append("  ").append(f).append("p = getelementptr ptr, ptr %vt, i64 ").append(slot).append('\n');
        s.append("  ").append(f).append(" = load ptr, ptr ").append(f).append("p\n");
        return f;
    }

    /** A call through the JNIEnv table; the load of the function pointer is written before it. */
    String jni(String ret, int slot, String args) {
        String f = function(slot);
        return "call " + ret + " " + f + "(ptr %env" + (args.isEmpty() ? "" : ", " + args) + ")";
    }

    /** The address of an array's elements, so many bytes behind the object that a handle leads to. */
    String address(String handle, String offset) {
        String a = reg();
        line("  " + a + "o = load i64, ptr " + handle);
        line("  " + a + "e = add i64 " + a + "o, " + offset);
        line("  " + a + " = inttoptr i64 " + a + "e to ptr");
        return a;
    }

    /** Pins an array; its address, or null, goes to a slot of {@code %args}. */
    void pin(String handle, int slot) {
        String p = reg();
        line("  " + p + " = " + jni("ptr", Jni.GET_CRITICAL, "ptr " + handle + ", ptr null"));
        store("%args", slot, "ptr", p);
    }

    /** Adds one to a word of a global. */
    void increment(String global, int word) {
        String n = reg();
        line("  " + n + "p = getelementptr i64, ptr @" + global + ", i64 " + word);
        line("  " + n + "o = load i64, ptr " + n + "p");
        line("  " + n + " = add i64 " + n + "o, 1");
        line("  store i64 " + n + ", ptr " + n + "p");
    }

    void store(String base, int slot, String value) {
        store(base, slot, "i64", value);
    }

    void store(String base, int slot, String type, String value) {
        String p = reg();
        line("  " + p + " = getelementptr i64, ptr " + base + ", i64 " + slot);
        line("  store " + type + " " + value + ", ptr " + p);
    }

    String load(String base, int slot, String type) {
        String p = reg();
        line("  " + p + "p = getelementptr i64, ptr " + base + ", i64 " + slot);
        line("  " + p + " = load " + type + ", ptr " + p + "p");
        return p;
    }

    String reg() {
        return "%v" + next++;
    }

    void line(String l) {
        s.append(l).append('\n');
    }

    /** A scalar parameter as an 8-byte slot has it. */
    String widened(Type t, String v) {
        String w = reg();
        switch (t.dtype()) {
            case BOOL -> {
                line("  " + w + "b = and i8 " + v + ", 1");
                line("  " + w + " = zext i8 " + w + "b to i64");
            }
            case I8, I16, U16, BF16, F16, I32 -> line("  " + w + " = zext " + Jni.llvm(t.dtype()) + " " + v + " to i64");
            case I64 -> {
                return v;
            }
            case F32 -> {
                line("  " + w + "b = bitcast float " + v + " to i32");
                line("  " + w + " = zext i32 " + w + "b to i64");
            }
            case F64 -> line("  " + w + " = bitcast double " + v + " to i64");
        }
        return w;
    }
}
