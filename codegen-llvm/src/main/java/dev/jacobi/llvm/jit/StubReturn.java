package dev.jacobi.llvm.jit;

import dev.jacobi.ir.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The end of a stub: arrays are given back, and what the entry has left in {@code %res} becomes Java values. An array is the one that the caller has made for it, if that is as long, where the entry has worked in it or to which the
 * result is copied; or else a new one.
 */
final class StubReturn {
    private static final String MAX_LENGTH = "2147483639";
    private final StubText text;
    private final Signature sig;
    private final String name;
    private final int checks;
    /** By the results' numbers. */
    private final Map<Integer, Given> given = new TreeMap<>();
    private final Map<Integer, RowPins> rows = new TreeMap<>();

    StubReturn(StubText text, Signature sig, String name, int checks) {
        this.text = text;
        this.sig = sig;
        this.name = name;
        this.checks = checks;
    }

    /** An array that the caller has made for a result: its JNI handle, its length as i64, and the slot of its data pointer, which is null in calls on copies. */
    record Given(String handle, String length, int slot) {
    }

    /** Results for which the caller may have made rows. */
    List<RowPins> rows() {
        return List.copyOf(rows.values());
    }

    /** The same, behind those of arguments. */
    List<RowPins> rows(List<StubEmitter.Array> arguments) {
        return Stream.concat(arguments.stream().map(StubEmitter.Array::rows).filter(Objects::nonNull), rows.values().stream()).toList();
    }

    /** The arrays that the caller has made, which are pinned and let go like others. */
    Collection<Given> given() {
        return given.values();
    }

    /** Gives the arrays back: lets pinned ones go, or has copies written back; {@code copies} are the arguments that {@code copies.ll} wants for them. */
    void release(List<StubEmitter.Array> arrays, String copies) {
        text.line("unpin:");
        String one = text.load("%direct", 0, "ptr");
        text.line("  %many = icmp eq ptr " + one + ", null");
        text.line("  br i1 %many, label %unpineach, label %unpinone");
        text.line("unpinone:");
        text.line("  " + text.jni("void", Jni.RELEASE_CRITICAL, "ptr " + one + ", ptr " + text.load("%direct", 1, "ptr") + ", i32 0"));
        text.line("  br label %done");
        text.line("unpineach:");
        given().forEach(a -> release(a.handle(), a.slot(), true));
        rows().forEach(r -> r.release(text, true));
        for (int i = arrays.size() - 1; i >= 0; i--) {
            StubEmitter.Array a = arrays.get(i);
            if (a.rows() != null) {
                a.rows().release(text, a.written());
            }
            release(a.handle(), a.slot(), a.written());
        }
        text.line("  br label %done");
        text.line("back:");
        if (!arrays.isEmpty()) {
            text.line("  call void @jacobi_copy_out(" + copies + ", ptr %began, i32 %how, i1 %ok, ptr @" + name + "_state)");
        }
        text.line("  br label %done");
    }

    private void release(String handle, int slot, boolean written) {
        String p = text.load("%args", slot, "ptr");
        String c = text.reg();
        text.line("  " + c + " = icmp eq ptr " + p + ", null");
        text.line("  br i1 " + c + ", label %skip" + slot + ", label %free" + slot);
        text.line("free" + slot + ":");
        text.line("  " + text.jni("void", Jni.RELEASE_CRITICAL, "ptr " + handle + ", ptr " + p + ", i32 " + (written ? 0 : Jni.ABORT)));
        text.line("  br label %skip" + slot);
        text.line("skip" + slot + ":");
    }

    /** Stores how much room there is for results whose arrays the caller has made. */
    void places() {
        int slot = sig.givenSlot();
        for (int k : sig.given()) {
            String n = text.reg();
            text.line("  " + n + " = zext i32 %g" + k + "n to i64");
            text.store("%args", slot, "ptr", "null");
            text.store("%args", slot + 1, n);
            given.put(k, new Given("%g" + k, n, slot));
            slot += 2;
        }
        for (int k : sig.givenRows()) {
            Type t = sig.results().get(k);
            rows.put(k, new RowPins("q" + k, true, new Type(t.dtype(), t.dims().subList(t.rank() - 2, t.rank())), slot, slot + 1)); // whose rows stand one behind the other
            for (int d = 0; d < 2; d++) {
                String n = text.reg();
                text.line("  " + n + " = zext i32 %q" + k + "d" + d + " to i64");
                text.store("%args", slot + 2 + d, n);
            }
            slot += 4;
        }
    }

    /** Makes Java values of the results. Any failure frees the arrays and leaves the exception, or throws the last failure. */
    void results(Type direct, String ret, String zero) {
        text.line("good:");
        forget();
        List<String> lengths = lengths();
        text.line("large:");
        text.line("  call void @jacobi_throw(ptr %env, ptr @" + name + "_state, i32 " + checks + ")");
        text.line("  br label %abandon");
        text.line("abandon:");
        freeResults();
        text.line(zero);
        text.line("make:");
        if (direct == null) {
            boxed(lengths);
            freeResults();
            text.line(zero);
        } else {
            String value = direct.isScalar() ? text.load("%res", 0, ret) : array(direct, lengths.get(0), 0, "a0", given.get(0));
            freeResults();
            text.line("  ret " + ret + " " + value);
        }
    }

    /** What has been made in the caller's arrays is no memory that could be freed: there is null in its place from now on. */
    private void forget() {
        int slot = 0;
        for (int i = 0; i < sig.results().size(); i++) {
            if (given.containsKey(i) || rows.containsKey(i)) {
                String data = text.load("%res", slot, "ptr");
                String there = rows.containsKey(i) ? "%made" + i : text.reg();
                text.line("  " + there + " = icmp eq ptr " + data + ", " + text.load("%args", rows.containsKey(i) ? rows.get(i).slot() : given.get(i).slot(), "ptr"));
                String kept = text.reg();
                text.line("  " + kept + " = select i1 " + there + ", ptr null, ptr " + data);
                text.store("%res", slot, "ptr", kept);
            }
            slot += Signature.slots(sig.results().get(i));
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
                String dim = text.load("%res", slot + 1 + d, "i64");
                n = n == null ? dim : product(n, dim, fits);
            }
            if (n != null) {
                String f = text.reg();
                text.line("  " + f + " = icmp ule i64 " + n + ", " + MAX_LENGTH);
                fits.add(f);
            }
            lengths.add(n);
            slot += Signature.slots(t);
        }
        String fit = "true";
        for (String f : fits) {
            String b = text.reg();
            text.line("  " + b + " = and i1 " + fit + ", " + f);
            fit = b;
        }
        text.line("  br i1 " + fit + ", label %make, label %large");
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
                text.store("%words", word++, bits(t, slot));
            } else {
                String value = rows.containsKey(i) ? rowsOrArray(t, lengths.get(i), slot, i) : array(t, lengths.get(i), slot, "a" + i, given.get(i));
                text.line("  " + text.jni("void", Jni.SET_OBJECT_ARRAY_ELEMENT, "ptr %out, i32 " + array++ + ", ptr " + value));
                checked("b" + i);
                if (!given.containsKey(i) && !rows.containsKey(i)) {
                    text.line("  " + text.jni("void", Jni.DELETE_LOCAL_REF, "ptr " + value));
                }
                for (int d = 0; t.rank() > 1 && d < t.rank(); d++) {
                    text.store("%words", word++, text.load("%res", slot + 1 + d, "i64"));
                }
            }
            slot += Signature.slots(t);
        }
        if (word > 0) {
            text.line("  " + text.jni("void", Jni.SET_ARRAY_REGION + 5, "ptr %bits, i32 0, i32 " + word + ", ptr %words"));
        }
    }

    /** The result as a Java array: the one that the caller has made, if it has the length. It holds the result already where {@link #forget} has found that. */
    private String array(Type t, String length, int slot, String label, Given given) {
        if (given == null) {
            return newArray(t, length, slot, label);
        }
        String fits = text.reg();
        text.line("  " + fits + " = icmp eq i64 " + length + ", " + given.length());
        text.line("  br i1 " + fits + ", label %" + label + "fits, label %" + label + "new");
        text.line(label + "fits:");
        String data = text.load("%res", slot, "ptr");
        String there = text.reg();
        text.line("  " + there + " = icmp eq ptr " + data + ", null");
        text.line("  br i1 " + there + ", label %" + label + "have, label %" + label + "copy");
        text.line(label + "copy:");
        region(t, given.handle(), length, data);
        text.line("  br label %" + label + "have");
        text.line(label + "new:");
        String other = newArray(t, length, slot, label + "made");
        text.line("  br label %" + label + "have");
        text.line(label + "have:");
        String r = text.reg();
        text.line("  " + r + " = phi ptr [ " + given.handle() + ", %" + label + "fits ], [ " + given.handle() + ", %" + label + "copy ], [ " + other + ", %" + label + "made ]");
        return r;
    }

    /** The rows that the caller has made, as it knows them, in which the entry has worked or to which the result is copied; a new flat array where there are none, or none of its extents. */
    private String rowsOrArray(Type t, String length, int slot, int k) {
        String a = "a" + k;
        text.line("  br i1 %made" + k + ", label %" + a + "rows, label %" + a + "other");
        text.line(a + "rows:");
        text.line("  br label %" + a + "have");
        text.line(a + "other:");
        String n = text.load("%res", slot + 1, "i64");
        for (int d = 1; d < t.rank() - 1; d++) {
            String m = text.reg();
            text.line("  " + m + " = mul i64 " + n + ", " + text.load("%res", slot + 1 + d, "i64"));
            n = m;
        }
        String width = text.load("%res", slot + t.rank(), "i64");
        text.line("  br i1 " + rows.get(k).fits(text, n, width) + ", label %" + a + "fill, label %" + a + "new");
        text.line(a + "fill:");
        text.line("  call void @jacobi_rows_fill(ptr %env, i64 " + (Jni.SET_ARRAY_REGION + Jni.order(t.dtype())) + ", ptr %q" + k + ", i64 " + n + ", i64 " + width + ", ptr "
            + text.load("%res", slot, "ptr") + ", i32 " + t.dtype().bytes() + ")");
        text.line("  br label %" + a + "have");
        text.line(a + "new:");
        String flat = newArray(t, length, slot, a + "flat");
        text.line("  br label %" + a + "have");
        text.line(a + "have:");
        String r = text.reg();
        text.line("  " + r + " = phi ptr [ %q" + k + ", %" + a + "rows ], [ %q" + k + ", %" + a + "fill ], [ " + flat + ", %" + a + "flat ]");
        return r;
    }

    private String newArray(Type t, String length, int slot, String label) {
        String n = text.reg();
        text.line("  " + n + "n = trunc i64 " + length + " to i32");
        text.line("  " + n + " = " + text.jni("ptr", Jni.NEW_ARRAY + Jni.order(t.dtype()), "i32 " + n + "n"));
        text.line("  " + n + "z = icmp eq ptr " + n + ", null");
        text.line("  br i1 " + n + "z, label %abandon, label %" + label);
        text.line(label + ":");
        region(t, n, length, text.load("%res", slot, "ptr"));
        return n;
    }

    private void checked(String label) {
        String x = text.reg();
        text.line("  " + x + " = " + text.jni("i8", Jni.EXCEPTION_CHECK, ""));
        text.line("  " + x + "c = icmp eq i8 " + x + ", 0");
        text.line("  br i1 " + x + "c, label %" + label + ", label %abandon");
        text.line(label + ":");
    }

    private void freeResults() {
        int slot = 0;
        for (Type t : sig.results()) {
            if (!t.isScalar()) {
                text.line("  call void @jacobi_free(ptr " + text.load("%res", slot, "ptr") + ")");
            }
            slot += Signature.slots(t);
        }
    }

    /** The bits of a scalar result, widened with zeros. */
    private String bits(Type t, int slot) {
        int width = 8 * t.dtype().bytes();
        String v = text.load("%res", slot, "i" + width);
        if (width == 64) {
            return v;
        }
        String w = text.reg();
        text.line("  " + w + " = zext i" + width + " " + v + " to i64");
        return w;
    }

    /** A product of two lengths; a factor outside an int makes the size not fit. */
    private String product(String a, String b, List<String> fits) {
        String p = text.reg();
        text.line("  " + p + "f = icmp ule i64 " + a + ", " + MAX_LENGTH);
        text.line("  " + p + "g = icmp ule i64 " + b + ", " + MAX_LENGTH);
        text.line("  " + p + " = mul i64 " + a + ", " + b);
        fits.add(p + "f");
        fits.add(p + "g");
        return p;
    }

    /** Copies native memory to a whole Java array. */
    private void region(Type t, String handle, String length, String data) {
        text.line("  call void @jacobi_region(ptr %env, i64 " + (Jni.SET_ARRAY_REGION + Jni.order(t.dtype())) + ", ptr " + handle + ", i64 " + length + ", ptr " + data + ", i32 "
            + t.dtype().bytes() + ")");
    }
}
