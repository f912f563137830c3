package dev.jacobi.llvm.jit;

import dev.jacobi.ir.Type;
import dev.jacobi.llvm.LlvmModule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes the JNI function of an entry as LLVM IR. Shape: read the lengths, get every array (pinned or copied), call the
 * entry once, give the arrays back, throw or make the results. Between the first pin and the last release no other JNI
 * function is called. The throwables are reached through the first word of the global {@code @NAME_state}, a global
 * reference to an array: element k for failed check k, the last one when memory or a size is exceeded. Its second word receives how many
 * nanoseconds the entry took when it last worked on copies, its third counts the calls that did so because they may take longer than the
 * caller allows.
 */
final class StubEmitter {
    /** Bytes of copies that are kept on the stack. */
    private static final int SMALL = 8192;
    private static final int CLOCK_MONOTONIC = 1;
    private static final String MAX_LENGTH = "2147483639";
    private final StringBuilder s = new StringBuilder();
    private final Signature sig;
    private final String name;
    private final int checks;
    private int next;

    /** An array parameter: its JNI handle, and the slot of its data pointer; in {@code %pristine} the same slot has what was copied. */
    private record Array(Type type, boolean written, String handle, int slot, String length) {
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
        line("@" + name + "_state = global { ptr, i64, i64 } zeroinitializer");
        line("declare i32 @\"" + entry + "\"(ptr, ptr)");
        if (bound != null) {
            line("declare i32 @" + bound + "(ptr, ptr)");
        }
        if (sig.params().stream().anyMatch(p -> !p.type().isScalar())) {
            line("declare noalias ptr @jacobi_alloc(i64)");
            line("declare void @jacobi_put_changed(ptr, ptr, ptr, i64, i32)");
            line("declare void @jacobi_take(ptr, ptr, ptr, i64)");
            line("declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)");
            line(ArrayCopies.PIECES);
        }
        if (Stream.concat(sig.params().stream().map(Signature.Param::type), sig.results().stream()).anyMatch(t -> !t.isScalar())) {
            line("declare void @jacobi_free(ptr)");
            line(ArrayCopies.REGION);
        }
        line("declare i32 @clock_gettime(i32, ptr)");
        Type direct = sig.boxed() || sig.results().isEmpty() ? null : sig.results().get(0);
        String ret = direct == null ? "void" : direct.isScalar() ? Jni.llvm(direct.dtype()) : "ptr";
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
        line("define " + (direct != null && direct.isScalar() ? Jni.extension(direct.dtype()) : "") + ret + " @" + name + "(" + String.join(", ", params) + ") {");
        line("  %vt = load ptr, ptr %env");
        line("  %args = alloca [" + Math.max(1, sig.argSlots()) + " x i64], align 64");
        line("  %pristine = alloca [" + Math.max(1, sig.argSlots()) + " x i64], align 64");
        line("  %res = alloca [" + Math.max(1, sig.resultSlots()) + " x i64], align 64");
        line("  %small = alloca [" + SMALL + " x i8], align 64");
        line("  %onstack = alloca i1");
        line("  store i1 false, ptr %onstack");
        line("  %ended = alloca [2 x i64], align 16");
        line("  %began = alloca [2 x i64], align 16");
        line("  %words = alloca [" + Math.max(1, sig.words()) + " x i64], align 64");
        line("  %pinned = alloca i1");
        List<Array> arrays = arguments();
        judge(bound);
        acquire(arrays);
        line("run:");
        line("  %rc = call i32 @\"" + entry + "\"(ptr %args, ptr %res)");
        line("  br label %after");
        line("after:");
        line("  %code = phi i32 [ %rc, %run ], [ " + (checks + 1) + ", %have ]");
        line("  %ok = icmp eq i32 %code, 0");
        line("  %inplace = load i1, ptr %pinned");
        line("  br i1 %inplace, label %unpin, label %back");
        release(arrays);
        line("done:");
        line("  br i1 %ok, label %good, label %bad");
        String zero = ret.equals("void") ? "  ret void" : "  ret " + ret + " " + (ret.equals("ptr") ? "null" : ret.startsWith("i") ? "0" : "0.0");
        line("bad:");
        line("  %failures = load ptr, ptr @" + name + "_state");
        line("  %which = sub i32 %code, 1");
        line("  %t = " + jni("ptr", Jni.GET_OBJECT_ARRAY_ELEMENT, "ptr %failures, i32 %which"));
        line("  %thrown = " + jni("i32", Jni.THROW, "ptr %t"));
        line(zero);
        results(direct, ret, zero);
        line("}");
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
                String n = reg();
                line("  " + n + "n = " + jni("i32", Jni.GET_ARRAY_LENGTH, "ptr %p" + i));
                line("  " + n + " = zext i32 " + n + "n to i64");
                for (int d = 0; d < t.rank(); d++) {
                    String dim = n;
                    if (t.rank() > 1) {
                        dim = reg();
                        line("  " + dim + " = zext i32 %p" + i + "d" + d + " to i64");
                    }
                    store("%args", slot + 1 + d, dim);
                }
                arrays.add(new Array(t, sig.params().get(i).written(), "%p" + i, slot, n));
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

    private void acquire(List<Array> arrays) {
        var pinned = new ArrayList<String>();
        line("pin:");
        line("  store i1 true, ptr %pinned");
        for (Array a : arrays) {
            String p = reg();
            line("  " + p + " = " + jni("ptr", Jni.GET_CRITICAL, "ptr " + a.handle() + ", ptr null"));
            store("%args", a.slot(), "ptr", p);
            pinned.add(p);
        }
        String pinnedAll = all(pinned);
        line("  br label %have");
        line("copy:");
        line("  store i1 false, ptr %pinned");
        var sizes = new ArrayList<String>();
        String total = "0";
        for (Array a : arrays) {
            String p = reg();
            line("  " + p + "b = mul i64 " + a.length() + ", " + a.type().dtype().bytes());
            line("  " + p + "c = add i64 " + p + "b, 64");
            line("  " + p + " = and i64 " + p + "c, -64");
            sizes.add(p);
            for (int copies = a.written() ? 2 : 1; copies > 0; copies--) {
                String sum = reg();
                line("  " + sum + " = add i64 " + total + ", " + p);
                total = sum;
            }
        }
        line("  %few = icmp ule i64 " + total + ", " + SMALL);
        line("  br i1 %few, label %stack, label %heap");
        line("stack:");
        line("  store i1 true, ptr %onstack");
        String at = "0";
        for (int i = 0; i < arrays.size(); i++) {
            for (String base : copies(arrays.get(i))) {
                String p = reg();
                line("  " + p + " = getelementptr i8, ptr %small, i64 " + at);
                store(base, arrays.get(i).slot(), "ptr", p);
                String next = reg();
                line("  " + next + " = add i64 " + at + ", " + sizes.get(i));
                at = next;
            }
        }
        line("  br label %fill");
        line("heap:");
        var copies = new ArrayList<String>();
        for (int i = 0; i < arrays.size(); i++) {
            for (String base : copies(arrays.get(i))) {
                String p = reg();
                line("  " + p + " = call ptr @jacobi_alloc(i64 " + sizes.get(i) + ")");
                store(base, arrays.get(i).slot(), "ptr", p);
                copies.add(p);
            }
        }
        String copiesAll = all(copies);
        line("  br i1 " + copiesAll + ", label %take, label %have");
        line("fill:");
        for (int i = 0; i < arrays.size(); i++) {
            fill(arrays.get(i), sizes.get(i));
        }
        line("  br label %have");
        line("take:");
        for (int i = 0; i < arrays.size(); i++) {
            take(arrays.get(i), sizes.get(i));
        }
        line("  br label %begin");
        line("begin:");
        line("  %from = call i32 @clock_gettime(i32 " + CLOCK_MONOTONIC + ", ptr %began)");
        line("  br label %have");
        line("have:");
        line("  %all = phi i1 [ " + pinnedAll + ", %pin ], [ true, %fill ], [ true, %begin ], [ false, %heap ]");
        line("  br i1 %all, label %run, label %after");
    }

    /** Fills an array's copies through the JVM's own function, which costs least for few elements. */
    private void fill(Array a, String bytes) {
        String data = load("%args", a.slot(), "ptr");
        region(a, data, Jni.GET_ARRAY_REGION);
        if (a.written()) {
            line("  call void @llvm.memcpy.p0.p0.i64(ptr " + load("%pristine", a.slot(), "ptr") + ", ptr " + data + ", i64 " + bytes + ", i1 false)");
        }
    }

    /** The same for many elements. */
    private void take(Array a, String bytes) {
        String label = "taken" + a.slot();
        pieces("take", a, a.written() ? load("%pristine", a.slot(), "ptr") : "null", label);
        fill(a, bytes);
        line("  br label %" + label);
        line(label + ":");
    }

    /** Takes or puts an array's copies; goes on at the label, or right after this when the JVM does not let it. */
    private void pieces(String how, Array a, String second, String label) {
        String get = function(Jni.GET_CRITICAL);
        String free = function(Jni.RELEASE_CRITICAL);
        String data = load("%args", a.slot(), "ptr");
        String done = reg();
        line("  " + done + " = call i1 @jacobi." + how + "(ptr %env, ptr " + get + ", ptr " + free + ", ptr " + a.handle() + ", i64 " + a.length() + ", i32 "
            + a.type().dtype().bytes() + ", ptr " + data + ", ptr " + second + ")");
        line("  br i1 " + done + ", label %" + label + ", label %whole" + label);
        line("whole" + label + ":");
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
        line("  br i1 %ok, label %write, label %drop");
        line("write:");
        line("  %wasonstack = load i1, ptr %onstack");
        line("  br i1 %wasonstack, label %put, label %end");
        line("end:");
        line("  %to = call i32 @clock_gettime(i32 " + CLOCK_MONOTONIC + ", ptr %ended)");
        line("  %nanosp = getelementptr i64, ptr @" + name + "_state, i64 1");
        String seconds = difference(0);
        line("  %giga = mul i64 " + seconds + ", 1000000000");
        line("  %nanos = add i64 %giga, " + difference(1));
        line("  store i64 %nanos, ptr %nanosp");
        line("  br label %put");
        line("put:");
        for (Array a : arrays) {
            if (a.written()) {
                putChanged(a);
            }
        }
        line("  br label %drop");
        line("drop:");
        line("  %nothing = load i1, ptr %onstack");
        line("  br i1 %nothing, label %done, label %release");
        line("release:");
        for (Array a : arrays) {
            copies(a).forEach(base -> line("  call void @jacobi_free(ptr " + load(base, a.slot(), "ptr") + ")"));
        }
        line("  br label %done");
    }

    /** Where the pointers to an array's copies stand: the one that is worked on, and what it was for one that is written. */
    private static List<String> copies(Array a) {
        return a.written() ? List.of("%args", "%pristine") : List.of("%args");
    }

    /** Writes back what has changed, and nothing else: other threads may be at work on other parts of the array. */
    private void putChanged(Array a) {
        String label = "put" + a.slot();
        pieces("put", a, load("%pristine", a.slot(), "ptr"), label);
        region(a, load("%args", a.slot(), "ptr"), Jni.SET_ARRAY_REGION);
        line("  br label %" + label);
        line(label + ":");
    }

    /** What word k of the clock has advanced while the entry ran. */
    private String difference(int k) {
        String d = reg();
        line("  " + d + "a = " + "load i64, ptr " + word("%ended", k));
        line("  " + d + "b = " + "load i64, ptr " + word("%began", k));
        line("  " + d + " = sub i64 " + d + "a, " + d + "b");
        return d;
    }

    private String word(String base, int k) {
        String p = reg();
        line("  " + p + " = getelementptr i64, ptr " + base + ", i64 " + k);
        return p;
    }

    private void region(Array a, String data, int block) {
        String n = reg();
        line("  " + n + " = trunc i64 " + a.length() + " to i32");
        region(block, a.type(), a.handle(), n, data);
    }

    /** Copies a whole array between the JVM and native memory. */
    private void region(int block, Type t, String handle, String length, String data) {
        String f = function(block + Jni.order(t.dtype()));
        line("  call void @jacobi.region(ptr %env, ptr " + f + ", ptr " + handle + ", i32 " + length + ", ptr " + data + ", i32 " + t.dtype().bytes() + ")");
    }

    /** Makes Java values of the results. Any failure frees the arrays and leaves the exception, or throws the last failure. */
    private void results(Type direct, String ret, String zero) {
        line("good:");
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
        line("large:");
        line("  %failuresL = load ptr, ptr @" + name + "_state");
        line("  %tL = " + jni("ptr", Jni.GET_OBJECT_ARRAY_ELEMENT, "ptr %failuresL, i32 " + checks));
        line("  %thrownL = " + jni("i32", Jni.THROW, "ptr %tL"));
        line("  br label %abandon");
        line("abandon:");
        freeResults();
        line(zero);
        line("make:");
        slot = 0;
        int array = 0;
        int word = 0;
        String value = null;
        for (int i = 0; i < sig.results().size(); i++) {
            Type t = sig.results().get(i);
            if (t.isScalar()) {
                if (direct != null) {
                    value = load("%res", slot, ret);
                } else {
                    store("%words", word++, bits(t, slot));
                }
            } else {
                value = newArray(t, lengths.get(i), slot, "a" + i);
                if (direct == null) {
                    line("  " + jni("void", Jni.SET_OBJECT_ARRAY_ELEMENT, "ptr %out, i32 " + array++ + ", ptr " + value));
                    checked("b" + i);
                    line("  " + jni("void", Jni.DELETE_LOCAL_REF, "ptr " + value));
                    for (int d = 0; t.rank() > 1 && d < t.rank(); d++) {
                        store("%words", word++, load("%res", slot + 1 + d, "i64"));
                    }
                }
            }
            slot += Signature.slots(t);
        }
        if (word > 0) {
            line("  " + jni("void", Jni.SET_ARRAY_REGION + 5, "ptr %bits, i32 0, i32 " + word + ", ptr %words"));
        }
        freeResults();
        line(direct == null ? zero : "  ret " + ret + " " + value);
    }

    private String newArray(Type t, String length, int slot, String label) {
        String n = reg();
        line("  " + n + "n = trunc i64 " + length + " to i32");
        line("  " + n + " = " + jni("ptr", Jni.NEW_ARRAY + Jni.order(t.dtype()), "i32 " + n + "n"));
        line("  " + n + "z = icmp eq ptr " + n + ", null");
        line("  br i1 " + n + "z, label %abandon, label %" + label);
        line(label + ":");
        region(Jni.SET_ARRAY_REGION, t, n, n + "n", load("%res", slot, "ptr"));
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
