package dev.jacobi.llvm.jit;

import dev.jacobi.ir.Type;
import dev.jacobi.llvm.LlvmModule;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the JNI function of an entry as LLVM IR. Shape: read the lengths, get every array (pinned or copied), call the
 * entry once, give the arrays back, throw or make the results. Between the first pin and the last release no other JNI
 * function is called. The throwables are reached through the first word of the global {@code @NAME_state}, a global
 * reference to an array: element k for failed check k, the last one when memory or a size is exceeded. Its second word receives how many
 * nanoseconds the entry took when it last worked on copies, its third counts the calls that did so because they may take longer than the
 * caller allows.
 *
 * <p>LLVM leaves the function as it is ({@code optnone}): it is made of calls and of what each call needs, in which nothing is found to optimise that a clock could
 * see, and optimising it, with the entry inlined into it, took a sixth of the time of a whole compilation.
 */
final class StubEmitter {
    /** Bytes of copies that are kept on the stack, as {@code copies.ll} has them. */
    private static final int SMALL = 8192;
    private static final String MAX_LENGTH = "2147483639";
    private final StringBuilder s = new StringBuilder();
    private final Signature sig;
    private final String name;
    private final int checks;
    private int next;

    /** An array parameter: its JNI handle, and the slot of its data pointer. */
    private record Array(boolean written, String handle, int slot) {
    }

    private StubEmitter(Signature sig, String name, int checks) {
        this.sig = sig;
        this.name = name;
        this.checks = checks;
    }

    /** The stub's module text. */
    static String emit(LlvmModule module, Signature sig, String name) {
        var e = new StubEmitter(sig, name, module.checks().size());
        e.function(module.entry(), module.bound());
        return e.s.toString();
    }

    private void function(String entry, String bound) {
        declarations(entry, bound);
        Type direct = sig.boxed() || sig.results().isEmpty() ? null : sig.results().get(0);
        String ret = direct == null ? "void" : direct.isScalar() ? Jni.llvm(direct.dtype()) : "ptr";
        line("define " + (direct != null && direct.isScalar() ? Jni.extension(direct.dtype()) : "") + ret + " @" + name + "(" + String.join(", ", params()) + ") noinline optnone {");
        variables();
        List<Array> arrays = arguments();
        judge(bound);
        acquire(arrays);
        line("run:");
        line("  %rc = call i32 @\"" + entry + "\"(ptr %args, ptr %res)");
        line("  br label %after");
        line("after:");
        line("  %code = phi i32 [ %rc, %run ], [ " + (checks + 1) + ", %have ]");
        line("  %ok = icmp eq i32 %code, 0");
        line("  br i1 %inplace, label %unpin, label %back");
        release(arrays);
        line("done:");
        line("  br i1 %ok, label %good, label %bad");
        String zero = ret.equals("void") ? "  ret void" : "  ret " + ret + " " + (ret.equals("ptr") ? "null" : ret.startsWith("i") ? "0" : "0.0");
        line("bad:");
        line("  %which = sub i32 %code, 1");
        line("  call void @jacobi_throw(ptr %env, ptr @" + name + "_state, i32 %which)");
        line(zero);
        results(direct, ret, zero);
        line("}");
    }

    /** The stub's globals and the functions that it calls. */
    private void declarations(String entry, String bound) {
        line("@" + name + "_state = global { ptr, i64, i64 } zeroinitializer");
        line("declare i32 @\"" + entry + "\"(ptr, ptr)");
        if (bound != null) {
            line("declare i32 @" + bound + "(ptr, ptr)");
        }
        String descriptions = descriptions();
        if (!descriptions.isEmpty()) {
            line("@" + name + "_arrays = private constant " + descriptions);
            line("declare i32 @jacobi_copy_in(ptr, ptr, i64, ptr, ptr, ptr, ptr, ptr)");
            line("declare void @jacobi_copy_out(ptr, ptr, i64, ptr, ptr, ptr, ptr, i32, i1, ptr)");
        }
        if (sig.results().stream().anyMatch(t -> !t.isScalar())) {
            line("declare void @jacobi_free(ptr)");
            line("declare void @jacobi_region(ptr, i64, ptr, i64, ptr, i32)");
        }
        line("declare void @jacobi_throw(ptr, ptr, i32)");
    }

    /** The parameters of the native method: the JVM's own, then values and arrays, the latter with their extents when they have more axes than one. */
    private List<String> params() {
        var params = new ArrayList<String>(List.of("ptr %env", "ptr %class"));
        for (int i = 0; i < sig.params().size(); i++) {
            Type t = sig.params().get(i).type();
            params.add((t.isScalar() ? Jni.llvm(t.dtype()) : "ptr") + " %p" + i);
            for (int d = 0; t.rank() > 1 && d < t.rank(); d++) {
                params.add("i32 %p" + i + "d" + d);
            }
        }
        if (sig.boxed()) {
            params.addAll(List.of("ptr %out", "ptr %bits"));
        }
        params.add("i32 %mode");
        return params;
    }

    /** The JNI table and the stub's memory on the stack. */
    private void variables() {
        line("  %vt = load ptr, ptr %env");
        line("  %args = alloca [" + Math.max(1, sig.argSlots()) + " x i64], align 64");
        line("  %pristine = alloca [" + Math.max(1, sig.argSlots()) + " x i64], align 64");
        line("  %res = alloca [" + Math.max(1, sig.resultSlots()) + " x i64], align 64");
        line("  %small = alloca [" + SMALL + " x i8], align 64");
        line("  %handles = alloca [" + Math.max(1, sig.params().size()) + " x [2 x i64]], align 64");
        line("  %began = alloca [2 x i64], align 16");
        line("  %words = alloca [" + Math.max(1, sig.words()) + " x i64], align 64");
    }

    /** The array parameters as {@code copies.ll} wants them described; empty for none. */
    private String descriptions() {
        var arrays = new ArrayList<String>();
        int slot = 0;
        for (Signature.Param p : sig.params()) {
            if (!p.type().isScalar()) {
                arrays.add("[4 x i32] [i32 " + slot + ", i32 " + p.type().dtype().bytes() + ", i32 " + Jni.order(p.type().dtype()) + ", i32 "
                    + ((p.written() ? 1 : 0) + (p.type().rank() == 1 ? 2 : 0)) + "]");
            }
            slot += Signature.slots(p.type());
        }
        return arrays.isEmpty() ? "" : "[" + arrays.size() + " x [4 x i32]] [" + String.join(", ", arrays) + "]";
    }

    /** Goes on at {@code pin} or {@code copy}. */
    private void judge(String bound) {
        line("  switch i32 %mode, label %judge [ i32 " + Signature.IN_PLACE + ", label %pin i32 " + Signature.COPY + ", label %copy ]");
        line("judge:");
        if (bound == null) {
            line("  br label %long");
        } else {
            line("  %judged = call i32 @" + bound + "(ptr %args, ptr %res)");
            line("  %most = load double, ptr %res");
            line("  %limit = uitofp i32 %mode to double");
            line("  %short = fcmp ole double %most, %limit");
            line("  br i1 %short, label %pin, label %long");
        }
        line("long:");
        line("  %heldp = getelementptr i64, ptr @" + name + "_state, i64 2");
        line("  %held = load i64, ptr %heldp");
        line("  %held1 = add i64 %held, 1");
        line("  store i64 %held1, ptr %heldp");
        line("  br label %copy");
    }

    /** Stores scalars and dims into the argument slots. */
    private List<Array> arguments() {
        var arrays = new ArrayList<Array>();
        int slot = 0;
        for (int i = 0; i < sig.params().size(); i++) {
            Type t = sig.params().get(i).type();
            if (t.isScalar()) {
                store("%args", slot, widen(t, "%p" + i));
            } else {
                for (int d = 0; d < t.rank(); d++) {
                    String dim = reg();
                    if (t.rank() > 1) {
                        line("  " + dim + " = zext i32 %p" + i + "d" + d + " to i64");
                    } else {
                        line("  " + dim + "n = " + jni("i32", Jni.GET_ARRAY_LENGTH, "ptr %p" + i));
                        line("  " + dim + " = zext i32 " + dim + "n to i64");
                    }
                    store("%args", slot + 1 + d, dim);
                }
                arrays.add(new Array(sig.params().get(i).written(), "%p" + i, slot));
            }
            slot += Signature.slots(t);
        }
        return arrays;
    }

    private String widen(Type t, String v) {
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

    /** Pins the arrays, or has them copied; goes on at {@code run}, or at {@code after} when that cannot be. */
    private void acquire(List<Array> arrays) {
        var pinned = new ArrayList<String>();
        line("pin:");
        for (Array a : arrays) {
            String p = reg();
            line("  " + p + " = " + jni("ptr", Jni.GET_CRITICAL, "ptr " + a.handle() + ", ptr null"));
            store("%args", a.slot(), "ptr", p);
            pinned.add(p);
        }
        String pinnedAll = all(pinned);
        line("  br label %have");
        line("copy:");
        if (!arrays.isEmpty()) {
            for (int i = 0; i < arrays.size(); i++) {
                store("%handles", 2 * i, "ptr", arrays.get(i).handle());
            }
            line("  %copied = call i32 @jacobi_copy_in(" + copies(arrays) + ", ptr %small, ptr %began)");
            line("  %taken = icmp ne i32 %copied, 0");
        }
        line("  br label %have");
        line("have:");
        line("  %inplace = phi i1 [ true, %pin ], [ false, %copy ]");
        line("  %how = phi i32 [ 0, %pin ], [ " + (arrays.isEmpty() ? "0" : "%copied") + ", %copy ]");
        line("  %all = phi i1 [ " + pinnedAll + ", %pin ], [ " + (arrays.isEmpty() ? "true" : "%taken") + ", %copy ]");
        line("  br i1 %all, label %run, label %after");
    }

    /** Arguments that the functions of {@code copies.ll} have in common. */
    private String copies(List<Array> arrays) {
        return "ptr %env, ptr @" + name + "_arrays, i64 " + arrays.size() + ", ptr %handles, ptr %args, ptr %pristine";
    }

    private void release(List<Array> arrays) {
        line("unpin:");
        for (int i = arrays.size() - 1; i >= 0; i--) {
            Array a = arrays.get(i);
            String p = load("%args", a.slot(), "ptr");
            String c = reg();
            line("  " + c + " = icmp eq ptr " + p + ", null");
            String skip = "skip" + i;
            line("  br i1 " + c + ", label %" + skip + ", label %free" + i);
            line("free" + i + ":");
            line("  " + jni("void", Jni.RELEASE_CRITICAL, "ptr " + a.handle() + ", ptr " + p + ", i32 " + (a.written() ? 0 : Jni.ABORT)));
            line("  br label %" + skip);
            line(skip + ":");
        }
        line("  br label %done");
        line("back:");
        if (!arrays.isEmpty()) {
            line("  call void @jacobi_copy_out(" + copies(arrays) + ", ptr %began, i32 %how, i1 %ok, ptr @" + name + "_state)");
        }
        line("  br label %done");
    }

    /** Copies a whole array between the JVM and native memory. */
    private void region(int block, Type t, String handle, String length, String data) {
        line("  call void @jacobi_region(ptr %env, i64 " + (block + Jni.order(t.dtype())) + ", ptr " + handle + ", i64 " + length + ", ptr " + data + ", i32 "
            + t.dtype().bytes() + ")");
    }

    /** Makes Java values of the results. Any failure frees the arrays and leaves the exception, or throws the last failure. */
    private void results(Type direct, String ret, String zero) {
        line("good:");
        List<String> lengths = lengths();
        line("large:");
        line("  call void @jacobi_throw(ptr %env, ptr @" + name + "_state, i32 " + checks + ")");
        line("  br label %abandon");
        line("abandon:");
        freeResults();
        line(zero);
        line("make:");
        if (direct == null) {
            boxed(lengths);
            freeResults();
            line(zero);
        } else {
            String value = direct.isScalar() ? load("%res", 0, ret) : newArray(direct, lengths.get(0), 0, "a0");
            freeResults();
            line("  ret " + ret + " " + value);
        }
    }

    /** How many elements each array among the results has, null for scalars; goes on at {@code make}, or at {@code large} when a Java array cannot have as many. */
    private List<String> lengths() {
        var lengths = new ArrayList<String>();
        var fits = new ArrayList<String>();
        int slot = 0;
        for (Type t : sig.results()) {
            String n = null;
            for (int d = 0; d < t.rank(); d++) {
                String dim = load("%res", slot + 1 + d, "i64");
                n = n == null ? dim : product(n, dim, fits);
            }
            if (n != null) {
                String f = reg();
                line("  " + f + " = icmp ule i64 " + n + ", " + MAX_LENGTH);
                fits.add(f);
            }
            lengths.add(n);
            slot += Signature.slots(t);
        }
        String fit = "true";
        for (String f : fits) {
            String b = reg();
            line("  " + b + " = and i1 " + fit + ", " + f);
            fit = b;
        }
        line("  br i1 " + fit + ", label %make, label %large");
        return lengths;
    }

    /** Puts new arrays into the caller's {@code out}; scalars and extents into its {@code bits}. */
    private void boxed(List<String> lengths) {
        int slot = 0;
        int array = 0;
        int word = 0;
        for (int i = 0; i < sig.results().size(); i++) {
            Type t = sig.results().get(i);
            if (t.isScalar()) {
                store("%words", word++, bits(t, slot));
            } else {
                String value = newArray(t, lengths.get(i), slot, "a" + i);
                line("  " + jni("void", Jni.SET_OBJECT_ARRAY_ELEMENT, "ptr %out, i32 " + array++ + ", ptr " + value));
                checked("b" + i);
                line("  " + jni("void", Jni.DELETE_LOCAL_REF, "ptr " + value));
                for (int d = 0; t.rank() > 1 && d < t.rank(); d++) {
                    store("%words", word++, load("%res", slot + 1 + d, "i64"));
                }
            }
            slot += Signature.slots(t);
        }
        if (word > 0) {
            line("  " + jni("void", Jni.SET_ARRAY_REGION + 5, "ptr %bits, i32 0, i32 " + word + ", ptr %words"));
        }
    }

    private String newArray(Type t, String length, int slot, String label) {
        String n = reg();
        line("  " + n + "n = trunc i64 " + length + " to i32");
        line("  " + n + " = " + jni("ptr", Jni.NEW_ARRAY + Jni.order(t.dtype()), "i32 " + n + "n"));
        line("  " + n + "z = icmp eq ptr " + n + ", null");
        line("  br i1 " + n + "z, label %abandon, label %" + label);
        line(label + ":");
        region(Jni.SET_ARRAY_REGION, t, n, length, load("%res", slot, "ptr"));
        return n;
    }

    private void checked(String label) {
        String x = reg();
        line("  " + x + " = " + jni("i8", Jni.EXCEPTION_CHECK, ""));
        line("  " + x + "c = icmp eq i8 " + x + ", 0");
        line("  br i1 " + x + "c, label %" + label + ", label %abandon");
        line(label + ":");
    }

    private void freeResults() {
        int slot = 0;
        for (Type t : sig.results()) {
            if (!t.isScalar()) {
                line("  call void @jacobi_free(ptr " + load("%res", slot, "ptr") + ")");
            }
            slot += Signature.slots(t);
        }
    }

    /** The bits of a scalar result, widened with zeros. */
    private String bits(Type t, int slot) {
        int width = 8 * t.dtype().bytes();
        String v = load("%res", slot, "i" + width);
        if (width == 64) {
            return v;
        }
        String w = reg();
        line("  " + w + " = zext i" + width + " " + v + " to i64");
        return w;
    }

    /** A product of two lengths; a factor outside an int makes the size not fit. */
    private String product(String a, String b, List<String> fits) {
        String p = reg();
        line("  " + p + "f = icmp ule i64 " + a + ", " + MAX_LENGTH);
        line("  " + p + "g = icmp ule i64 " + b + ", " + MAX_LENGTH);
        line("  " + p + " = mul i64 " + a + ", " + b);
        fits.add(p + "f");
        fits.add(p + "g");
        return p;
    }

    private String all(List<String> pointers) {
        String ok = "true";
        for (String p : pointers) {
            String c = reg();
            line("  " + c + "n = icmp ne ptr " + p + ", null");
            line("  " + c + " = and i1 " + ok + ", " + c + "n");
            ok = c;
        }
        return ok;
    }

    private String function(int slot) {
        String f = reg();
        s.append("  ").append(f).append("p = getelementptr ptr, ptr %vt, i64 ").append(slot).append('\n');
        s.append("  ").append(f).append(" = load ptr, ptr ").append(f).append("p\n");
        return f;
    }

    /** A call through the JNIEnv table; the load of the function pointer is written before it. */
    private String jni(String ret, int slot, String args) {
        String f = function(slot);
        return "call " + ret + " " + f + "(ptr %env" + (args.isEmpty() ? "" : ", " + args) + ")";
    }

    private void store(String base, int slot, String value) {
        store(base, slot, "i64", value);
    }

    private void store(String base, int slot, String type, String value) {
        String p = reg();
        line("  " + p + " = getelementptr i64, ptr " + base + ", i64 " + slot);
        line("  store " + type + " " + value + ", ptr " + p);
    }

    private String load(String base, int slot, String type) {
        String p = reg();
        line("  " + p + "p = getelementptr i64, ptr " + base + ", i64 " + slot);
        line("  " + p + " = load " + type + ", ptr " + p + "p");
        return p;
    }

    private String reg() {
        return "%v" + next++;
    }

    private void line(String l) {
        s.append(l).append('\n');
    }
}
