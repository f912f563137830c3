package dev.jacobi.llvm.jit;

import dev.jacobi.llvm.jit.StubEmitter.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The part of a stub that has the JVM pin one array and finds the others, and the rows of arrays of arrays, by what their handles and references say. */
record FoundArrays(StubText text, Signature sig, StubReturn end, String name, int checks, String zero, List<Array> arrays, Collection<StubReturn.Given> given) {
    /**
     * Where {@link dev.jacobi.llvm.host.HeapLayout} is known, pins one array and finds the others; goes on at {@code pinned}, and elsewhere at {@code each}. Rows are then not told apart by the caller, but
     * here; where two that must differ are the same, or the pinned array is not where it should be, the call ends as one that cannot have rows where they lie.
     */
    void direct() {
        String offset = text.reg();
        text.line("  " + offset + " = load i64, ptr @jacobi_heap");
        text.line("  " + offset + "n = icmp ne i64 " + offset + ", 0");
        text.line("  br i1 " + offset + "n, label %anchor0, label %each");
        text.line("anchor0:");
        String anchor = anchor();
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
            apartOrNot();
        } else {
            text.line("  br label %each");
        }
        text.line("found:");
        text.store("%direct", 0, "ptr", anchor);
        text.store("%direct", 1, "ptr", there);
        arrays.stream().filter(a -> a.rows() == null).forEach(a -> text.store("%args", a.slot(), "ptr", text.address(a.handle(), offset)));
        given.forEach(a -> text.store("%args", a.slot(), "ptr", text.address(a.handle(), offset)));
        end.rows(arrays).forEach(r -> r.direct(text, offset));
        if (!sig.byRow()) {
            text.line("  br label %pinned");
        } else {
            toldApart(anchor, there);
        }
        text.line("each:");
    }

    /** Goes on at {@code pinned} where the rows that have been found are what the entry wants, and else leaves the stub. */
    private void toldApart(String anchor, String there) {
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
        apartOrNot();
    }

    /** Leaves the stub as a call that cannot have rows where they lie. */
    private void apartOrNot() {
        text.line("  call void @jacobi_throw(ptr %env, ptr @" + name + "_state, i32 " + (checks + 1) + ")");
        text.line(zero);
    }

    /** The handle of the array that is pinned for all; goes on at {@code each} when there is none. */
    private String anchor() {
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
}
