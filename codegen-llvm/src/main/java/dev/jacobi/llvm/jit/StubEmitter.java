package dev.jacobi.llvm.jit;

import dev.jacobi.ir.Type;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.emit.Exits;
import dev.jacobi.llvm.bound.WorkBound;
import dev.jacobi.llvm.text.HostCall;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes the JNI function of an entry as LLVM IR. Shape: get every array (pinned or copied), call the
 * entry once, give the arrays back, throw or make the results. Between the first pin and the last release no other JNI
 * function is called. The throwables are reached through the first word of the global {@code @NAME_state}, a global
 * reference to an array: element k for failed check k, the last one when memory or a size is exceeded. Its second word receives how many
 * nanoseconds the entry took when it last worked on copies, its third counts the calls that did so because they may take longer than the
 * caller allows, its fourth is a global reference to the module's {@link HostTable} where there is one, its fifth counts the calls that had begun in place and were given up. A module that calls Java always works on copies.
 *
 * <p>LLVM leaves the function as it is ({@code optnone}): it is made of calls and of what each call needs, in which nothing is found to optimise that a clock could
 * see, and optimising it, with the entry inlined into it, took a sixth of the time of a whole compilation.
 */
final class StubEmitter {
    /** Bytes of copies that are kept on the stack, as {@code copies.ll} has them. */
    private static final int SMALL = 8192;
    /** The most nanoseconds by the clock for loops whose trips what is in arrays tells: what the caller allows is meant for bounds, which are several times what calls take. */
    private static final int MOST_COUNTED = 20_000_000;
    private final StubText text = new StubText();
    /** What is to be done once the arrays are pinned that have numbers of rows. */
    private final List<Runnable> lists = new ArrayList<>();
    private final Signature sig;
    private final StubReturn end;
    private final String name;
    private final int checks;
    /** The number of the check that fails when Java has thrown, or -1 when the module calls no Java. */
    private final int rethrown;

    /** An array parameter: its JNI handle, and the slot of its data pointer. */
    record Array(Type type, boolean written, String handle, int slot, RowPins rows) {
    }

    private StubEmitter(Signature sig, String name, int checks, int rethrown) {
        this.sig = sig;
        this.name = name;
        this.checks = checks;
        this.rethrown = rethrown;
        this.end = new StubReturn(text, sig, name, checks);
    }

    /** The stub's module text. */
    static String emit(LlvmModule module, Signature sig, String name) {
        var e = new StubEmitter(sig, name, module.checks().size(), module.hostCalls().isEmpty() ? -1 : module.checks().indexOf(HostCall.FAILED));
        e.function(module.entry(), module.bound(), module.counting(), module.windows());
        return e.text.toString();
    }

    private void function(String entry, String bound, String counting, LlvmModule.Windows windows) {
        declarations(entry, bound, counting);
        if (windows != null) {
            text.line("declare i32 @" + windows.name() + "(ptr, ptr)");
        }
        Type direct = sig.boxed() || sig.results().isEmpty() ? null : sig.results().get(0);
        String ret = direct == null ? "void" : direct.isScalar() ? Jni.llvm(direct.dtype()) : "ptr";
        text.line("define " + (direct != null && direct.isScalar() ? Jni.extension(direct.dtype()) : "") + ret + " @" + name + "(" + String.join(", ", params()) + ") noinline optnone {");
        variables();
        List<Array> arrays = arguments();
        end.places();
        RowPins.room(text, end.rows(arrays));
        RowPins.any(text, end.rows(arrays));
        windows(windows, arrays);
        String zero = ret.equals("void") ? "  ret void" : "  ret " + ret + " " + (ret.equals("ptr") ? "null" : ret.startsWith("i") ? "0" : "0.0");
        judge(bound, counting, zero);
        acquire(zero, arrays, end.given());
        text.line("run:");
        if (counting == null) {
            text.line("  %rc = call i32 @\"" + entry + "\"(ptr %args, ptr %res)");
        } else {
            text.line("  %time = load i64, ptr %patience");
            text.line("  %rc = call i32 @" + counting + "(ptr %args, ptr %res, i64 %time)");
        }
        text.line("  br label %after");
        text.line("after:");
        text.line("  %code = phi i32 [ %rc, %run ], [ " + (checks + 1) + ", %have ]" + (sig.byRow() ? ", [ " + (checks + 1) + ", %tables ]" : ""));
        text.line("  %ok = icmp eq i32 %code, 0");
        text.line("  br i1 %inplace, label %unpin, label %back");
        end.release(arrays, copies(arrays));
        text.line("done:");
        RowPins.free(text, end.rows(arrays));
        text.line("  br i1 %ok, label %good, label %bad");
        text.line("bad:");
        if (counting != null && rethrown < 0) {
            text.line("  %late = icmp eq i32 %code, " + Exits.TOO_LONG);
            text.line("  br i1 %late, label %late0, label %failed");
            text.line("late0:");
            text.line("  %soon = icmp eq i32 %mode, " + Signature.BRIEF);
            text.line("  br i1 %soon, label %long, label %gaveup");
            text.line("gaveup:");
            text.increment(name + "_state", 4);
            text.line("  br label %long");
            text.line("failed:");
        }
        text.line("  %which = sub i32 %code, 1");
        failed(zero);
        end.results(direct, ret, zero);
        text.line("}");
    }

    /** Asks which rows the entry uses. */
    private void windows(LlvmModule.Windows windows, List<Array> arrays) {
        if (windows == null) {
            return;
        }
        text.line("  %windows = alloca [" + IntStream.range(0, windows.inputs().size()).map(windows::words).sum() + " x double], align 16");
        text.line("  %windowed = call i32 @" + windows.name() + "(ptr %args, ptr %windows)");
        int at = 0;
        for (int k = 0; k < windows.inputs().size(); k++) {
            String id = "p" + windows.inputs().get(k);
            RowPins rows = arrays.stream().map(Array::rows).filter(r -> r != null && r.id().equals(id)).findFirst().orElseThrow();
            int list = windows.listed().get(k);
            if (list < 0) {
                rows.window(text, at, windows.few().get(k));
            } else {
                rows.list(text, lists, arrays.stream().filter(a -> a.handle().equals("%p" + list)).findFirst().orElseThrow(), at, windows.few().get(k));
            }
            at += windows.words(k);
        }
    }

    /** Throws what the number in {@code %which} asks for. */
    private void failed(String zero) {
        if (rethrown >= 0) {
            text.line("  %java = icmp eq i32 %which, " + rethrown);
            text.line("  br i1 %java, label %rethrow, label %throw");
            text.line("rethrow:");
            text.line("  %own = call ptr @" + HostCall.TABLE + "()");
            text.line("  call void @jacobi_rethrow(ptr %env, ptr %own)");
            text.line(zero);
            text.line("throw:");
        }
        text.line("  call void @jacobi_throw(ptr %env, ptr @" + name + "_state, i32 %which)");
        text.line(zero);
    }

    /** The stub's globals and the functions that it calls. */
    private void declarations(String entry, String bound, String counting) {
        text.line("@" + name + "_state = global { ptr, i64, i64, ptr, i64 } zeroinitializer");
        if (rethrown >= 0) {
            text.line("declare void @jacobi_rethrow(ptr, ptr)");
            text.line(HostTable.text("getelementptr (i64, ptr @" + name + "_state, i64 3)"));
        }
        text.line("declare i32 @\"" + entry + "\"(ptr, ptr)");
        if (bound != null) {
            text.line("declare i32 @" + bound + "(ptr, ptr)");
        }
        if (counting != null) {
            text.line("declare i32 @" + counting + "(ptr, ptr, i64)");
        }
        String descriptions = descriptions();
        if (!descriptions.isEmpty()) {
            text.line("@" + name + "_arrays = private constant " + descriptions);
            text.line("declare i32 @jacobi_copy_in(ptr, ptr, i64, ptr, ptr, ptr, ptr, ptr)\ndeclare void @jacobi_copy_out(ptr, ptr, i64, ptr, ptr, ptr, ptr, i32, i1, ptr)");
        }
        RowPins.declare(text, sig.byRow());
        text.line("@jacobi_heap = external global [5 x i64]");
        if (sig.results().stream().anyMatch(t -> !t.isScalar()) || sig.byRow()) {
            text.line("declare void @jacobi_free(ptr)");
        }
        if (sig.results().stream().anyMatch(t -> !t.isScalar())) {
            text.line("declare void @jacobi_region(ptr, i64, ptr, i64, ptr, i32)");
        }
        text.line("declare void @jacobi_throw(ptr, ptr, i32)");
    }

    /** The parameters of the native method: the JVM's own, then values and arrays, the latter with their extents: asking the JVM for a length costs as much as a short loop. */
    private List<String> params() {
        var params = new ArrayList<String>(List.of("ptr %env", "ptr %class"));
        for (int i = 0; i < sig.params().size(); i++) {
            Type t = sig.params().get(i).type();
            params.add((t.isScalar() ? Jni.llvm(t.dtype()) : "ptr") + " %p" + i);
            for (int d = 0; d < t.rank(); d++) {
                params.add("i32 %p" + i + "d" + d);
            }
            if (sig.rows().contains(i)) {
                params.add("i32 %p" + i + "r");
            }
        }
        for (int k : sig.given()) {
            params.addAll(List.of("ptr %g" + k, "i32 %g" + k + "n"));
        }
        for (int k : sig.givenRows()) {
            params.addAll(List.of("ptr %q" + k, "i32 %q" + k + "d0", "i32 %q" + k + "d1", "i32 %q" + k + "r"));
        }
        if (sig.boxed()) {
            params.addAll(List.of("ptr %out", "ptr %bits"));
        }
        params.add("i32 %mode");
        return params;
    }

    /** The JNI table and the stub's memory on the stack. */
    private void variables() {
        text.line("  %vt = load ptr, ptr %env");
        text.line("  %args = alloca [" + Math.max(1, sig.argSlots()) + " x i64], align 64");
        text.line("  %pristine = alloca [" + Math.max(1, sig.argSlots()) + " x i64], align 64");
        text.line("  %res = alloca [" + Math.max(1, sig.resultSlots()) + " x i64], align 64");
        text.line("  %small = alloca [" + SMALL + " x i8], align 64");
        text.line("  %handles = alloca [" + Math.max(1, sig.params().size()) + " x [2 x i64]], align 64");
        text.line("  %began = alloca [2 x i64], align 16");
        text.line("  %direct = alloca [2 x ptr], align 16");
        text.line("  store ptr null, ptr %direct");
        text.line("  %patience = alloca i64, align 8");
        text.line("  store i64 " + LlvmModule.ANY + ", ptr %patience");
        text.line("  %framed = alloca i8\n  store i8 0, ptr %framed");
        text.line("  %words = alloca [" + Math.max(1, sig.words()) + " x i64], align 64");
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
    private void judge(String bound, String counting, String zero) {
        if (rethrown >= 0) {
            text.line("  br label %copy"); // no heap array may be pinned while Java runs
            return;
        }
        text.line("  switch i32 %mode, label %judge [ i32 " + Signature.IN_PLACE + ", label %pin i32 " + Signature.COPY + ", label %copy ]");
        text.line("judge:");
        if (bound == null) {
            text.line("  br label %long");
        } else {
            text.line("  %judged = call i32 @" + bound + "(ptr %args, ptr %res)");
            text.line("  %most = load double, ptr %res");
            text.line("  %limit = uitofp i32 %mode to double");
            text.line("  %short = fcmp ole double %most, %limit");
            text.line("  br i1 %short, label %" + (counting == null ? "pin" : "counted") + ", label %long");
        }
        if (counting != null) {
            text.line("counted:");
            text.line("  %clocked = icmp ult i32 %mode, " + MOST_COUNTED);
            text.line("  %patient = select i1 %clocked, i32 %mode, i32 " + MOST_COUNTED);
            text.line("  %parts = zext i32 %patient to i64");
            text.line("  %allowed = mul i64 %parts, " + WorkBound.PARTS);
            text.line("  store i64 %allowed, ptr %patience");
            text.line("  br label %pin");
        }
        text.line("long:");
        if (sig.byRow()) {
            text.line("  br i1 %anyrows, label %again, label %copies");
            text.line("again:");
            text.line("  call void @jacobi_throw(ptr %env, ptr @" + name + "_state, i32 " + (checks + 1) + ")");
            text.line(zero);
            text.line("copies:");
        }
        text.line("  %brief = icmp eq i32 %mode, " + Signature.BRIEF);
        text.line("  br i1 %brief, label %copy, label %noted");
        text.line("noted:");
        text.increment(name + "_state", 2);
        text.line("  br label %copy");
    }

    /** Stores scalars and dims into the argument slots. */
    private List<Array> arguments() {
        var arrays = new ArrayList<Array>();
        int slot = 0;
        int table = sig.inputSlots();
        for (int i = 0; i < sig.params().size(); i++) {
            Type t = sig.params().get(i).type();
            if (t.isScalar()) {
                text.store("%args", slot, text.widened(t, "%p" + i));
            } else {
                for (int d = 0; d < t.rank(); d++) {
                    String dim = text.reg();
                    text.line("  " + dim + " = zext i32 %p" + i + "d" + d + " to i64");
                    text.store("%args", slot + 1 + d, dim);
                }
                arrays.add(new Array(t, sig.params().get(i).written(), "%p" + i, slot, sig.rows().contains(i) ? new RowPins("p" + i, false, t, slot, table++) : null));
            }
            slot += Signature.slots(t);
        }
        return arrays;
    }

    /** Pins the arrays, or has them copied; goes on at {@code run}, or at {@code after} when that cannot be. */
    private void acquire(String zero, List<Array> arrays, Collection<StubReturn.Given> given) {
        text.line("pin:");
        boolean one = arrays.size() + given.size() + end.rows().size() > 1 || sig.byRow();
        if (one) {
            direct(zero, arrays, given);
        }
        RowPins.take(text, end.rows(arrays), zero);
        for (Array a : arrays) {
            if (a.rows() != null) {
                a.rows().pin(text);
            } else {
                text.pin(a.handle(), a.slot());
            }
        }
        given.forEach(a -> text.pin(a.handle(), a.slot()));
        end.rows().forEach(r -> r.pin(text));
        text.line("  br label %pinned");
        text.line("pinned:");
        String pinnedAll = all(arrays, given);
        text.line("  br label %have");
        text.line("copy:");
        text.line("  store i64 " + LlvmModule.PRIVATE + ", ptr %patience");
        // A call that has taken too long has had arrays where they lie.
        given.forEach(a -> text.store("%args", a.slot(), "ptr", "null"));
        if (!arrays.isEmpty()) {
            for (int i = 0; i < arrays.size(); i++) {
                text.store("%handles", 2 * i, "ptr", arrays.get(i).handle());
            }
            text.line("  %copied = call i32 @jacobi_copy_in(" + copies(arrays) + ", ptr %small, ptr %began)");
            text.line("  %taken = icmp ne i32 %copied, 0");
        }
        text.line("  br label %have");
        text.line("have:");
        text.line("  %inplace = phi i1 [ true, %pinned ], [ false, %copy ]");
        text.line("  %how = phi i32 [ 0, %pinned ], [ " + (arrays.isEmpty() ? "0" : "%copied") + ", %copy ]");
        text.line("  %all = phi i1 [ " + pinnedAll + ", %pinned ], [ " + (arrays.isEmpty() ? "true" : "%taken") + ", %copy ]");
        if (!sig.byRow()) {
            text.line("  br i1 %all, label %run, label %after");
        } else {
            text.line("  br i1 %all, label %pack, label %after");
            text.line("pack:");
            RowPins.tables(text, end.rows(arrays));
        }
    }

    /**
     * Where {@link dev.jacobi.llvm.host.HeapLayout} is known, pins one array and finds the others; goes on at {@code pinned}, and elsewhere at {@code each}. Rows are then not told apart by the caller, but
     * here; where two that must differ are the same, or the pinned array is not where it should be, the call ends as one that cannot have rows where they lie.
     */
    private void direct(String zero, List<Array> arrays, Collection<StubReturn.Given> given) {
        String offset = text.reg();
        text.line("  " + offset + " = load i64, ptr @jacobi_heap");
        text.line("  " + offset + "n = icmp ne i64 " + offset + ", 0");
        text.line("  br i1 " + offset + "n, label %anchor0, label %each");
        text.line("anchor0:");
        String anchor = anchor(arrays, given);
        String there = text.reg();
        text.line("  " + there + " = " + text.jni("ptr", Jni.GET_CRITICAL, "ptr " + anchor + ", ptr null"));
        String expected = text.address(anchor, offset);
        text.line("  %expected = icmp eq ptr " + expected + ", " + there);
        text.line("  br i1 %expected, label %found, label %elsewhere");
        text.line("elsewhere:");
        text.line("  %given = icmp eq ptr " + there + ", null");
        text.line("  br i1 %given, label %lost, label %let");
        text.line("let:");
        text.line("  " + text.jni("void", Jni.RELEASE_CRITICAL, "ptr " + anchor + ", ptr " + there + ", i32 " + Jni.ABORT));
        text.line("  br label %lost");
        text.line("lost:");
        if (sig.byRow()) {
            apartOrNot(zero);
        } else {
            text.line("  br label %each");
        }
        text.line("found:");
        text.store("%direct", 0, "ptr", anchor);
        text.store("%direct", 1, "ptr", there);
        arrays.stream().filter(a -> a.rows() == null).forEach(a -> text.store("%args", a.slot(), "ptr", text.address(a.handle(), offset)));
        given.forEach(a -> text.store("%args", a.slot(), "ptr", text.address(a.handle(), offset)));
        lists.forEach(Runnable::run);
        end.rows(arrays).forEach(r -> r.direct(text, offset, end.rows(arrays).size()));
        if (!sig.byRow()) {
            text.line("  br label %pinned");
        } else {
            toldApart(zero, arrays, anchor, there);
        }
        text.line("each:");
    }

    /** Goes on at {@code pinned} where the rows that have been found are what the entry wants, and else leaves the stub. */
    private void toldApart(String zero, List<Array> arrays, String anchor, String there) {
        List<RowPins.Apart> apart = arrays.stream().filter(a -> a.rows() != null).flatMap(a -> arrays.stream()
            .filter(b -> b.rows() == null && (a.written() || b.written()) && b.type().rank() == 1 && b.type().dtype() == a.type().dtype()).map(b -> new RowPins.Apart(a.rows(), b.handle()))).toList();
        RowPins.alike(text, end.rows(arrays), apart);
        if (arrays.stream().anyMatch(a -> a.rows() != null && a.written())) {
            RowPins.apart(text, arrays.stream().filter(a -> a.rows() != null && a.written()).map(Array::rows).toList(),
                arrays.stream().filter(a -> a.rows() != null && !a.written()).map(Array::rows).toList());
        } else {
            text.line("  br label %pinned");
        }
        text.line("shared:");
        text.line("  " + text.jni("void", Jni.RELEASE_CRITICAL, "ptr " + anchor + ", ptr " + there + ", i32 " + Jni.ABORT));
        end.rows(arrays).forEach(r -> r.drop(text));
        apartOrNot(zero);
    }

    /** Leaves the stub as a call that cannot have rows where they lie. */
    private void apartOrNot(String zero) {
        text.line("  call void @jacobi_throw(ptr %env, ptr @" + name + "_state, i32 " + (checks + 1) + ")");
        text.line(zero);
    }

    /** The handle of the array that is pinned for all; goes on at {@code each} when there is none. */
    private String anchor(List<Array> arrays, Collection<StubReturn.Given> given) {
        String flat = Stream.concat(arrays.stream().filter(a -> a.rows() == null).map(Array::handle), given.stream().map(StubReturn.Given::handle)).findFirst().orElse(null);
        if (flat != null) {
            return flat;
        }
        List<RowPins> rows = end.rows(arrays);
        var ways = new ArrayList<String>();
        for (int k = 0; k < rows.size(); k++) {
            String h = rows.get(k).anchor(text);
            ways.add("[ " + h + ", %anchor" + k + " ]");
            text.line("  " + h + "n = icmp ne ptr " + h + ", null");
            text.line("  br i1 " + h + "n, label %anchored, label %" + (k + 1 < rows.size() ? "anchor" + (k + 1) : "rowless"));
            text.line(k + 1 < rows.size() ? "anchor" + (k + 1) + ":" : "rowless:");
        }
        // The caller has not looked whether there are the rows, so that a first one may be missing.
        text.line("  br i1 " + RowPins.expected(text, rows) + ", label %lost, label %each");
        text.line("anchored:");
        text.line("  %anchor = phi ptr " + String.join(", ", ways));
        return "%anchor";
    }

    /** Arguments that the functions of {@code copies.ll} have in common. */
    private String copies(List<Array> arrays) {
        return "ptr %env, ptr @" + name + "_arrays, i64 " + arrays.size() + ", ptr %handles, ptr %args, ptr %pristine";
    }

    /** Whether there are addresses for all arrays. */
    private String all(List<Array> arrays, Collection<StubReturn.Given> given) {
        var pointers = new ArrayList<String>();
        arrays.forEach(a -> pointers.add(text.load("%args", a.slot(), "ptr")));
        given.forEach(a -> pointers.add(text.load("%args", a.slot(), "ptr")));
        end.rows().forEach(r -> pointers.add(r.known(text)));
        String ok = "true";
        for (String p : pointers) {
            String c = text.reg();
            text.line("  " + c + "n = icmp ne ptr " + p + ", null");
            text.line("  " + c + " = and i1 " + ok + ", " + c + "n");
            ok = c;
        }
        return ok;
    }
}
