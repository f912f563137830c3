package dev.jacobi.llvm.text;

import dev.jacobi.ir.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Numbers and addresses that a function is given in memory, words of eight bytes behind a first one that is for its answer; those that it turns out not to use are not handed over.
 */
public final class HandedWords {
    private final Map<Value, Word> all = new LinkedHashMap<>();
    /** What is stored, word by word. */
    private final List<String> stores = new ArrayList<>();

    /** A number, or an address if {@code dtype} is null: its text where it comes from, and its register in the function, null as long as nobody has asked for it. */
    private static final class Word {
        private final DType dtype;
        private final String text;
        private String register;

        Word(DType dtype, String text) {
            this.dtype = dtype;
            this.text = text;
        }

        String type() {
            return dtype == null ? "ptr" : Ty.memory(dtype);
        }
    }

    /** Offers a value; false when it has been offered before. */
    public boolean offer(Value value, DType dtype, String text) {
        return all.putIfAbsent(value, new Word(dtype, text)) == null;
    }

    /** The register that holds an offered value in the function. */
    public String register(Value value, FnText function) {
        Word w = all.get(value);
        w.register = w.register == null ? function.fresh() : w.register;
        return w.register;
    }

    /** Once the function is complete: it reads what it uses at its start, from its parameter {@code %ctx}; what must be computed of it by the caller, is. */
    public void read(FnText caller, FnText function) {
        Set<String> used = function.registers();
        for (Word w : all.values()) {
            if (w.register == null || !used.contains(w.register)) {
                continue;
            }
            boolean bit = w.dtype == DType.BOOL;
            stores.add("store " + w.type() + " " + (bit ? caller.def("zext i1 " + w.text + " to i8") : w.text));
            String place = function.atEntry("getelementptr i64, ptr %ctx, i64 " + stores.size());
            String from = bit ? function.atEntry("load i8, ptr " + place) : null;
            function.lineAtEntry(w.register + " = " + (bit ? "icmp ne i8 " + from + ", 0" : "load " + w.type() + ", ptr " + place));
        }
    }

    /** Says where the function's trips end, {@code %hi} of its parameter {@code %end}: a part that begins after a check has failed in another one has none, as the call that has failed would wait for them. */
    public static void untilFailed(FnText function, boolean mayFail) {
        if (mayFail) {
            String good = function.atEntry("icmp eq i32 " + function.atEntry("load atomic i32, ptr %ctx unordered, align 4") + ", 0");
            function.lineAtEntry("%hi = select i1 " + good + ", i64 %end, i64 %lo");
        } else {
            function.lineAtEntry("%hi = add i64 %end, 0");
        }
    }

    /** With the word of the answer. */
    public int count() {
        return stores.size() + 1;
    }

    /** Has the caller's stack hold the words at this address, which it returns. */
    public String allocate(FnText caller, String at) {
        caller.lineAtEntry(at + " = alloca [" + count() + " x i64], align 16");
        return at;
    }

    public void store(FnText caller, String at) {
        for (int k = 0; k < stores.size(); k++) {
            caller.line(stores.get(k) + ", ptr " + caller.def("getelementptr i64, ptr " + at + ", i64 " + (k + 1)));
        }
    }
}
