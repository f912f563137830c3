package dev.jacobi.ptx.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.DeviceCode;
import dev.jacobi.llvm.DeviceCode.Body;
import dev.jacobi.llvm.text.Ty;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The LLVM text of one kernel under construction: what a block's threads do around the bodies that {@link DeviceCode} emits. Variables that change are
 * allocas, which LLVM turns into registers. The first parameter is the address of the ok flag.
 */
final class KernelText {
    /** An operand of the launch as the kernel sees it: a scalar's value, or an array's address and extents (i64). */
    record Operand(DType dtype, String text, List<String> dims) {
        /** As arguments of a body. */
        String args() {
            var sb = new StringBuilder(dims == null ? Ty.value(dtype) + " " + text : "ptr " + text);
            if (dims != null) {
                dims.forEach(d -> sb.append(", i64 ").append(d));
            }
            return sb.toString();
        }
    }

    /** Atomic operations are seen by all threads of the GPU; the host waits until they are done. */
    static final String SCOPE = "syncscope(\"device\")";
    private final String name;
    final DeviceCode code;
    private final StringBuilder params = new StringBuilder("ptr %flag");
    private final StringBuilder entry = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private int names;
    private int labels;

    KernelText(DeviceCode code, String name) {
        this.code = code;
        this.name = name;
    }

    // Parameters.

    private String param(String type) {
        String p = "%p" + names++;
        params.append(", ").append(type).append(' ').append(p);
        return p;
    }

    private String atEntry(String instruction) {
        String v = "%v" + names++;
        entry.append("  ").append(v).append(" = ").append(instruction).append('\n');
        return v;
    }

    /** What the threads of a kernel do with an array. */
    enum Use {
        /** Nothing is written to it. */
        READ("ptr noalias readonly"),
        /** No thread looks at what another one writes. */
        OWN("ptr noalias"),
        /** Threads hand values to each other in it: with {@code noalias} LLVM takes what a thread has read before a barrier for what it would read behind it. */
        SHARED("ptr");

        private final String parameter;

        Use(String parameter) {
            this.parameter = parameter;
        }
    }

    /** Declares the next operand of the launch. {@code device}: scalars that are cells; {@code use}: of an array. */
    Operand operand(Atom a, Set<Var> device, Use use) {
        DType t = a.dtype();
        if (!a.type().isScalar()) {
            String p = param(use.parameter);
            var dims = new ArrayList<String>();
            for (int d = 0; d < a.type().rank(); d++) {
                dims.add(param("i64"));
            }
            return new Operand(t, p, dims);
        }
        if (a instanceof Var v && device.contains(v)) {
            String p = param("ptr noalias");
            return new Operand(t, fromMemory(t, atEntry("load " + Ty.memory(t) + ", ptr " + p), true), null);
        }
        return a instanceof Lit l ? new Operand(t, Ty.lit(l), null) : new Operand(t, fromWord(t, param("i64")), null);
    }

    /** The address of a cell that the kernel writes. */
    String cell() {
        return param("ptr noalias");
    }

    private String fromWord(DType t, String word) {
        return switch (t) {
            case I64 -> word;
            case BOOL -> atEntry("trunc i64 " + word + " to i1");
            case I8, I16, U16, I32 -> atEntry("trunc i64 " + word + " to " + Ty.value(t));
            case F64 -> atEntry("bitcast i64 " + word + " to double");
            case F32 -> atEntry("bitcast i32 " + atEntry("trunc i64 " + word + " to i32") + " to float");
            case F16, BF16 -> atEntry("bitcast i16 " + atEntry("trunc i64 " + word + " to i16") + " to " + Ty.value(t));
        };
    }

    private String fromMemory(DType t, String v, boolean early) {
        String isTrue = "icmp ne i8 " + v + ", 0";
        return t == DType.BOOL ? early ? atEntry(isTrue) : def(isTrue) : v;
    }

    // Instructions.

    String def(String instruction) {
        String v = "%v" + names++;
        text.append("  ").append(v).append(" = ").append(instruction).append('\n');
        return v;
    }

    /** An instruction of two operands of 64 bits. */
    String op(String instruction, String a, Object b) {
        return def(instruction + " i64 " + a + ", " + b);
    }

    /** How many pieces of this size a number of elements has. */
    String ceil(String n, int by) {
        return op("sdiv", op("add", n, by - 1), by);
    }

    void line(String instruction) {
        text.append("  ").append(instruction).append('\n');
    }

    String alloca(String type) {
        return atEntry("alloca " + type);
    }

    String label(String stem) {
        return stem + labels++;
    }

    void place(String label) {
        goTo(label);
        here(label);
    }

    /** Starts a block that only branches lead to. */
    void here(String label) {
        text.append(label).append(":\n");
    }

    void branch(String condition, String yes, String no) {
        line("br i1 " + condition + ", label %" + yes + ", label %" + no);
    }

    void goTo(String label) {
        line("br label %" + label);
    }

    /** Runs code when an i1 is true. */
    void when(String condition, Runnable then) {
        String yes = label("then");
        String on = label("on");
        branch(condition, yes, on);
        here(yes);
        then.run();
        place(on);
    }

    /** For i64 i = start; i < end; i += step. */
    void loop(String start, String end, String step, Consumer<String> body) {
        loop(start, end, step, 1, body);
    }

    /** The same; as long as there are so many, {@code times} trips are made without a look at the end, so that their loads are under way at once. */
    void loop(String start, String end, String step, int times, Consumer<String> body) {
        String at = alloca("i64");
        line("store i64 " + start + ", ptr " + at);
        // what is too short for many at once, as short rows are, goes by fewer
        for (int t = times; t > 1; t = t > 4 ? 4 : 1) {
            String ahead = Ty.isRegister(step) ? def("mul nsw i64 " + step + ", " + (t - 1)) : Long.toString(Long.parseLong(step) * (t - 1));
            turns(at, step, t, i -> def("icmp slt i64 " + def("add nsw i64 " + i + ", " + ahead) + ", " + end), body);
        }
        turns(at, step, 1, i -> def("icmp slt i64 " + i + ", " + end), body);
    }

    private void turns(String at, String step, int times, UnaryOperator<String> goesOn, Consumer<String> body) {
        String head = label("head");
        String in = label("body");
        String done = label("done");
        place(head);
        String i = def("load i64, ptr " + at);
        branch(goesOn.apply(i), in, done);
        here(in);
        for (int t = 0; t < times; t++) {
            body.accept(i);
            i = def("add nsw i64 " + i + ", " + step);
        }
        line("store i64 " + i + ", ptr " + at);
        goTo(head);
        here(done);
    }

    /** The bits of a scalar as an integer of 64 bits if it has so many, else of 32. */
    String bits(DType t, String v) {
        return switch (t) {
            case I32, I64 -> v;
            case F64 -> def("bitcast double " + v + " to i64");
            case F32 -> def("bitcast float " + v + " to i32");
            case BOOL, I8, I16, U16 -> def("zext " + Ty.value(t) + " " + v + " to i32");
            case F16, BF16 -> def("zext i16 " + def("bitcast " + Ty.value(t) + " " + v + " to i16") + " to i32");
        };
    }

    /** The scalar whose {@link #bits} these are. */
    String fromBits(DType t, String word) {
        return switch (t) {
            case I32, I64 -> word;
            case F64 -> def("bitcast i64 " + word + " to double");
            case F32 -> def("bitcast i32 " + word + " to float");
            case BOOL, I8, I16, U16 -> def("trunc i32 " + word + " to " + Ty.value(t));
            case F16, BF16 -> def("bitcast i16 " + def("trunc i32 " + word + " to i16") + " to " + Ty.value(t));
        };
    }

    /** An element of an array, by its number. */
    String element(DType t, String array, String i) {
        return def("getelementptr inbounds " + Ty.memory(t) + ", ptr " + array + ", i64 " + i);
    }

    /** From here on the address is known to be a multiple of {@link StreamKernels#BYTES}. */
    void aligned(String p) {
        line("call void " + code.declare("void", "llvm.assume", "(i1)") + "(i1 true) [\"align\"(ptr " + p + ", i64 " + StreamKernels.BYTES + ")]");
    }

    String load(DType t, String p) {
        return fromMemory(t, def("load " + Ty.memory(t) + ", ptr " + p + ", align " + t.bytes()), false);
    }

    void store(DType t, String v, String p) {
        String x = t == DType.BOOL ? def("zext i1 " + v + " to i8") : v;
        line("store " + Ty.memory(t) + " " + x + ", ptr " + p + ", align " + t.bytes());
    }

    /** Calls a function of the grid or of the runtime. */
    String call(String result, String function, String... typed) {
        var types = new ArrayList<String>();
        for (String t : typed) {
            types.add(t.substring(0, t.lastIndexOf(' ')));
        }
        String f = code.declare(result, function, "(" + String.join(", ", types) + ") " + (Grid.meets(function) ? "convergent" : ""));
        String c = "call " + result + " " + f + "(" + String.join(", ", typed) + ")";
        if (result.equals("void")) {
            line(c);
            return null;
        }
        return def(c);
    }

    // Threads.

    String thread() {
        return def("zext i32 " + call("i32", "jacobi_gpu_tid") + " to i64");
    }

    String block() {
        return def("zext i32 " + call("i32", "jacobi_gpu_ctaid") + " to i64");
    }

    String blocks() {
        return def("zext i32 " + call("i32", "jacobi_gpu_nctaid") + " to i64");
    }

    /** The first element of this thread, where threads beside each other take elements beside each other. */
    String firstOf(int threads) {
        return op("add", op("mul", block(), threads), thread());
    }

    /** How far it is to a thread's next element then. */
    String stepOf(int threads) {
        return op("mul", blocks(), threads);
    }

    void barrier() {
        call("void", "jacobi_gpu_barrier");
    }

    /** What another lane of the warp (i32) has. */
    String shuffle(DType t, String v, String lane) {
        String bits = bits(t, v);
        if (t.bits() < 64) {
            return fromBits(t, call("i32", "jacobi_gpu_shfl", "i32 " + bits, "i32 " + lane));
        }
        String low = call("i32", "jacobi_gpu_shfl", "i32 " + def("trunc i64 " + bits + " to i32"), "i32 " + lane);
        String high = call("i32", "jacobi_gpu_shfl", "i32 " + def("trunc i64 " + op("lshr", bits, 32) + " to i32"), "i32 " + lane);
        String up = op("shl", def("zext i32 " + high + " to i64"), 32);
        return fromBits(t, op("or", up, def("zext i32 " + low + " to i64")));
    }

    // Bodies.

    /**
     * Calls a body and returns its scalar results. When a check in it fails the flag is set; {@code failed} says what then happens, before the call's
     * results may be used; null: they are zero, and the thread goes on.
     */
    List<String> call(Body b, List<String> args, Runnable failed) {
        String r = def("call " + b.result() + " " + b.symbol() + "(" + String.join(", ", args) + ")");
        String bad = def("icmp ne i32 " + def("extractvalue " + b.result() + " " + r + ", 0") + ", 0");
        when(bad, () -> {
            line("store atomic i32 " + def("extractvalue " + b.result() + " " + r + ", 0") + ", ptr %flag " + SCOPE + " monotonic, align 4");
            if (failed != null) {
                failed.run();
            }
        });
        var out = new ArrayList<String>();
        for (int k = 0; k < b.results().size(); k++) {
            out.add(def("extractvalue " + b.result() + " " + r + ", " + (k + 1)));
        }
        return out;
    }

    /** The arguments of a body: an index, then operands. */
    List<String> args(DType index, String i64, List<Operand> rest) {
        var args = new ArrayList<String>(List.of(Ty.value(index) + " " + narrow(index, i64)));
        rest.forEach(o -> args.add(o.args()));
        return args;
    }

    /** Ends the kernel from inside a runnable of {@link #when}. */
    void leave() {
        line("ret void");
        text.append(label("dead")).append(":\n");
    }

    /**
     * Ends the kernel at its start when an earlier check has failed. {@code meets}: the threads of the block decide together, as they will meet.
     */
    void unlessFailed(boolean meets) {
        String f = def("load i32, ptr %flag");
        String all = meets ? call("i32", "jacobi_gpu_any", "i32 " + f) : f;
        when(def("icmp ne i32 " + all + ", 0"), this::leave);
    }

    /** A scalar operand as a non-negative i64. */
    String count(Operand n) {
        String wide = n.dtype() == DType.I64 ? n.text()
            : Ty.isRegister(n.text()) ? def((n.dtype() == DType.U16 || n.dtype() == DType.BOOL ? "zext " : "sext ") + Ty.value(n.dtype()) + " " + n.text() + " to i64")
            : n.text();
        String max = code.declare("i64", "llvm.smax.i64", "(i64, i64)");
        return def("call i64 " + max + "(i64 " + wide + ", i64 0)");
    }

    /** An index as an integer of another type, whose values it is among: LLVM is told so, and goes on with the i64 where the body makes it wide again. */
    String narrow(DType t, String i64) {
        if (t == DType.I32 && Ty.isRegister(i64)) {
            String fits = def("icmp ult i64 " + i64 + ", " + (1L << 31));
            line("call void " + code.declare("void", "llvm.assume", "(i1)") + "(i1 " + fits + ")");
        }
        return t == DType.I64 || !Ty.isRegister(i64) ? i64 : def("trunc i64 " + i64 + " to " + Ty.value(t));
    }

    void finish() {
        code.add("define ptx_kernel void @" + name + "(" + params + ") {\nentry:\n" + entry + "  br label %start\nstart:\n" + text + "  ret void\n}\n");
    }
}
