package dev.jacobi.llvm.jit;

import dev.jacobi.ir.Type;
import java.util.List;
import java.util.stream.Stream;

/**
 * The part of a stub about an array that may come row by row, see {@link Signature#rows}: {@code rows.ll} pins the rows and makes the table that compiled code finds them by. An input that comes packed has
 * a table, too; what is made for a result comes row by row or not at all. The text is about the parameters {@code %<id>}, {@code %<id>d<axis>}, {@code %<id>r}.
 *
 * @param slot where the entry expects the first row's address
 * @param table where it expects the table
 */
record RowPins(String id, boolean result, Type type, int slot, int table) {
    /** Words on the stack for all tables of a call together, and for one: memory of the heap takes as long as looking at a hundred rows. */
    private static final int ROOM = 2048;
    private static final int MOST = 528;
    /** Words behind a table: what is noted of its rows, and eight of the next rows, which code may ask for to have the processor fetch them. */
    private static final int BEHIND = 12;

    /** The functions that it calls. */
    static void declare(StubText text, boolean used) {
        if (used) {
            for (String function : List.of("ptr @jacobi_rows_take(ptr, ptr, i64)", "void @jacobi_rows_fill(ptr, i64, ptr, i64, i64, ptr, i32)", "ptr @jacobi_rows_pin(ptr, ptr, i64, i64)", "void @jacobi_rows_unpin(ptr, ptr, i64, ptr, i64, i32)",
                    "ptr @jacobi_rows_packed(i64, i64)", "ptr @jacobi_rows_anchor(ptr, ptr, i32, i64)", "void @jacobi_rows_window(double, double, i64, ptr)", "void @jacobi_rows_few(ptr, i64, i64, ptr)",
                    "ptr @jacobi_rows_direct(ptr, ptr, i64, i64, i64, i64, ptr, i64)", "ptr @jacobi_rows_sparse(ptr, ptr, i64, i64, ptr, i64, ptr)", "i1 @jacobi_rows_alike(ptr, i64)", "i1 @jacobi_rows_without(ptr, i64, i64, ptr)",
                    "i1 @jacobi_rows_pieces(ptr, ptr, i64, i64)", "void @jacobi_rows_unmarked(ptr)", "void @jacobi_rows_spread(ptr, ptr, i64, i64, i64)", "i1 @jacobi_rows_marks(ptr)", "i1 @jacobi_rows_mark(ptr, ptr, i64, i64, i64)",
                    "void @jacobi_rows_unmark(ptr)", "i1 @jacobi_rows_separate(ptr, i64)", "ptr @jacobi_rows_set(i64, ptr)", "i1 @jacobi_rows_put(ptr, ptr, i64, i64)", "i1 @jacobi_rows_apart(ptr, ptr, i64, i64)",
                    "void @jacobi_rows_listed(ptr, i64, ptr, i64, i64, ptr, ptr)")) {
                text.line("declare " + function);
            }
        }
    }

    private String name(String what) {
        return id + what;
    }

    private long shift() {
        return Integer.numberOfTrailingZeros(type.dtype().bytes());
    }

    /** Defines for each input whether it has rows and how many, where what the entry uses of them begins and how many these are (until {@link #window}: all), and {@code %anyrows}. */
    static void any(StubText text, List<RowPins> all) {
        String any = "false";
        for (RowPins r : all) {
            text.line("  %" + r.name("is") + " = icmp ne i32 %" + r.name("r") + ", 0");
            String n = "1";
            for (int d = 0; d + 1 < r.type.rank(); d++) {
                String wide = text.reg();
                text.line("  " + wide + " = zext i32 %" + r.name("d" + d) + " to i64");
                String product = text.reg();
                text.line("  " + product + " = mul i64 " + n + ", " + wide);
                n = product;
            }
            text.line("  %" + r.name("n") + " = add i64 " + n + ", 0");
            text.line("  store i64 0, ptr %" + r.name("part"));
            text.store("%" + r.name("part"), 1, "%" + r.name("n"));
            text.store("%" + r.name("part"), 2, "ptr", "null");
            text.line("  store ptr null, ptr %" + r.name("block"));
            text.line("  store ptr null, ptr %" + r.name("sparse"));
            text.line("  store ptr null, ptr %" + r.name("list"));
            text.store("%args", r.table, "ptr", "null");
            text.store("%args", r.slot, "ptr", "null");
            String or = text.reg();
            text.line("  " + or + " = or i1 " + any + ", %" + r.name("is"));
            any = or;
        }
        if (!all.isEmpty()) {
            text.line("  %anyrows = or i1 " + any + ", false");
        }
    }

    /** Takes the handles of all rows, in a frame of their own, in front of all pins; {@code zero} leaves the stub. */
    static void take(StubText text, List<RowPins> all, String zero) {
        if (all.isEmpty()) {
            return;
        }
        text.line("  br i1 %anyrows, label %frame, label %handles0");
        text.line("frame:");
        String sum = "8";
        for (RowPins r : all) {
            String n = text.reg();
            text.line("  " + n + "s = select i1 %" + r.name("is") + ", i64 %" + r.name("n") + ", i64 0");
            text.line("  " + n + " = add i64 " + sum + ", " + n + "s");
            sum = n;
        }
        text.line("  %capacity = trunc i64 " + sum + " to i32");
        text.line("  %pushed = " + text.jni("i32", Jni.PUSH_LOCAL_FRAME, "i32 %capacity"));
        text.line("  %unframed = icmp ne i32 %pushed, 0");
        text.line("  br i1 %unframed, label %full, label %take");
        text.line("full:");
        text.line(zero); // with an OutOfMemoryError
        text.line("take:");
        text.line("  store i8 1, ptr %framed");
        for (RowPins r : all) {
            text.line("  br i1 %" + r.name("is") + ", label %" + r.name("take") + ", label %" + r.name("took"));
            text.line(r.name("take") + ":");
            String block = text.reg();
            text.line("  " + block + " = call ptr @jacobi_rows_take(ptr %env, ptr %" + r.id + ", i64 %" + r.name("n") + ")");
            r.keep(text, block);
            text.line("  br label %" + r.name("took"));
            text.line(r.name("took") + ":");
        }
        text.line("  br label %handles0");
        text.line("handles0:");
    }

    /** Says that the entry uses only rows from one number to another, two f64 from {@code at} on in {@code %windows}, or, where {@code few} is not 0, those of so many numbers. */
    void window(StubText text, int at, int few) {
        if (few > 0) {
            String numbers = text.reg();
            text.line("  " + numbers + " = getelementptr double, ptr %windows, i64 " + at);
            text.line("  call void @jacobi_rows_few(ptr " + numbers + ", i64 " + few + ", i64 %" + name("n") + ", ptr %" + name("part") + ")");
            return;
        }
        String lo = text.load("%windows", at, "double");
        String hi = text.load("%windows", at + 1, "double");
        text.line("  call void @jacobi_rows_window(double " + lo + ", double " + hi + ", i64 %" + name("n") + ", ptr %" + name("part") + ")");
    }

    /** Says that the entry uses only rows whose numbers are elements of {@code list}, of which it is given a copy where these are less than a fourth of the rows, or those {@code few} at {@code at}; {@code later} is for when the list is pinned. */
    void list(StubText text, List<Runnable> later, StubEmitter.Array list, int at, int few) {
        later.add(() -> {
            String count = text.reg();
            text.line("  " + count + " = zext i32 " + list.handle() + "d0 to i64");
            text.line("  " + count + "s = getelementptr i64, ptr %args, i64 " + list.slot());
            text.line("  " + count + "w = getelementptr double, ptr %windows, i64 " + at);
            text.line("  call void @jacobi_rows_listed(ptr " + count + "s, i64 " + count + ", ptr " + count + "w, i64 " + few + ", i64 %" + name("n") + ", ptr %" + name("part") + ", ptr %" + name("list") + ")");
        });
    }

    /** The number of the first row that the entry uses, and how many rows it does. Where these are not neighbours, their numbers stand at {@link #numbers}, which is null elsewhere. */
    private String from(StubText text) {
        return text.load("%" + name("part"), 0, "i64");
    }

    private String numbers(StubText text) {
        return text.load("%" + name("part"), 2, "ptr");
    }

    private String count(StubText text) {
        return text.load("%" + name("part"), 1, "i64");
    }

    /** Notes a table of all rows. */
    private void keep(StubText text, String block) {
        text.line("  store ptr " + block + ", ptr %" + name("block"));
        text.store("%args", table, "ptr", block);
    }

    private String block(StubText text) {
        return text.load("%" + name("block"), 0, "ptr");
    }

    /** Pins the rows, or the packed array; its slot has null where that cannot be. */
    void pin(StubText text) {
        text.line("  br i1 %" + name("is") + ", label %" + name("rows") + ", label %" + name("flat"));
        text.line(name("rows") + ":");
        String block = text.load("%args", table, "ptr");
        text.line("  %" + name("none") + " = icmp eq ptr " + block + ", null");
        text.line("  br i1 %" + name("none") + ", label %" + name("pinned") + ", label %" + name("some"));
        text.line(name("some") + ":");
        String first = text.reg();
        text.line("  " + first + " = call ptr @jacobi_rows_pin(ptr %env, ptr " + block + ", i64 %" + name("n") + ", i64 " + shift() + ")");
        text.store("%args", slot, "ptr", first);
        text.line("  br label %" + name("pinned"));
        text.line(name("flat") + ":");
        if (!result) {
            text.pin("%" + id, slot);
        }
        text.line("  br label %" + name("pinned"));
        text.line(name("pinned") + ":");
    }

    /** An address that is null where a result has rows but no addresses of them. */
    String known(StubText text) {
        String known = text.reg();
        text.line("  " + known + " = select i1 %" + name("is") + ", ptr " + text.load("%args", slot, "ptr") + ", ptr %args");
        return known;
    }

    /** Whether there are rows for a result of these extents, which are {@code i64}s. */
    String fits(StubText text, String rows, String width) {
        String fits = "%" + name("is");
        for (String[] extent : new String[][] {{"d0", rows}, {"d1", width}}) {
            String given = text.reg();
            text.line("  " + given + " = zext i32 %" + name(extent[0]) + " to i64");
            String same = text.reg();
            text.line("  " + same + "e = icmp eq i64 " + given + ", " + extent[1]);
            text.line("  " + same + " = and i1 " + fits + ", " + same + "e");
            fits = same;
        }
        return fits;
    }

    /** A handle of the packed array, or of the first row; null where there is neither. */
    String anchor(StubText text) {
        String h = text.reg();
        text.line("  " + h + "r = " + (result ? "add i32 1, 0" : "add i32 %" + name("r") + ", 0"));
        String n = text.reg();
        text.line("  " + n + " = " + (result ? "select i1 %" + name("is") + ", i64 %" + name("n") + ", i64 0" : "add i64 %" + name("n") + ", 0"));
        text.line("  " + h + " = call ptr @jacobi_rows_anchor(ptr %env, ptr %" + id + ", i32 " + h + "r, i64 " + n + ")");
        return h;
    }

    /** Whether any array has rows. */
    static String expected(StubText text, List<RowPins> all) {
        String any = "false";
        for (RowPins r : all) {
            String some = text.reg();
            text.line("  " + some + "n = icmp ne i64 %" + r.name("n") + ", 0");
            text.line("  " + some + "r = and i1 " + some + "n, %" + r.name("is"));
            text.line("  " + some + " = or i1 " + any + ", " + some + "r");
            any = some;
        }
        return any;
    }

    /** Words for a table where there are so many of them. */
    private static int words(int arrays) {
        return Math.min(MOST, ROOM / arrays & -8);
    }

    /** Looks up where the rows are, or the packed array; {@code arrays} may come by rows in this call. */
    void direct(StubText text, String offset, int arrays) {
        text.line("  br i1 %" + name("is") + ", label %" + name("look") + ", label %" + name("whole"));
        text.line(name("look") + ":");
        String block = text.reg();
        String from = from(text);
        String count = count(text);
        String width = text.reg();
        text.line("  " + width + " = zext i32 %" + name("d" + (type.rank() - 1)) + " to i64");
        text.line("  " + block + " = call ptr @jacobi_rows_direct(ptr %" + id + ", ptr " + numbers(text) + ", i64 " + from + ", i64 " + count + ", i64 " + width + ", i64 " + shift() + ", ptr %" + name("room") + ", i64 " + (words(arrays) - BEHIND) + ")");
        text.line("  store ptr " + block + ", ptr %" + name("block"));
        text.line("  " + block + "z = icmp eq ptr " + block + ", null");
        text.line("  br i1 " + block + "z, label %" + name("looked") + ", label %" + name("first"));
        text.line(name("first") + ":");
        text.line("  " + block + "b = sub i64 0, " + from);
        text.line("  " + block + "s = call ptr @jacobi_rows_sparse(ptr " + block + ", ptr " + numbers(text) + ", i64 " + from + ", i64 " + count + ", ptr %" + name("room") + ", i64 " + (words(arrays) - BEHIND) + ", ptr %" + name("sparse") + ")");
        text.line("  " + block + "g = getelementptr i64, ptr " + block + "s, i64 " + block + "b");
        text.line("  " + block + "m = icmp eq ptr " + block + "s, null");
        text.line("  " + block + "t = select i1 " + block + "m, ptr null, ptr " + block + "g");
        text.store("%args", table, "ptr", block + "t");
        String behind = text.reg();
        text.line("  " + behind + " = getelementptr ptr, ptr " + block + ", i64 " + count);
        text.line("  " + behind + "f = load ptr, ptr " + behind);
        text.store("%args", slot, "ptr", behind + "f");
        text.line("  br label %" + name("looked"));
        text.line(name("whole") + ":");
        if (!result) {
            text.store("%args", slot, "ptr", text.address("%" + id, offset));
        }
        text.line("  br label %" + name("looked"));
        text.line(name("looked") + ":");
    }

    /** A flat array that may not be a row of an array of arrays, by its handle. */
    record Apart(RowPins rows, String handle) {
    }

    /** Goes on at {@code alike} where no row that the entry uses is missing, has another length, or is one of the flat arrays that it may not be, else at {@code shared}: the caller has not looked. */
    static void alike(StubText text, List<RowPins> all, List<Apart> apart) {
        String ok = "true";
        for (Apart a : apart) {
            ok = both(text, ok, "@jacobi_rows_without(ptr " + a.rows.block(text) + ", i64 " + a.rows.count(text) + ", i64 " + a.rows.shift() + ", ptr " + a.handle + ")");
        }
        for (RowPins r : all) {
            ok = r.result ? ok : both(text, ok, "@jacobi_rows_alike(ptr " + r.block(text) + ", i64 " + r.count(text) + ")");
        }
        text.line("  br i1 " + ok + ", label %alike, label %shared");
        text.line("alike:");
    }

    /** Goes on at {@code pinned} where no written row is another written one, or one of those of {@code read} that have its type; else at {@code shared}. */
    static void apart(StubText text, List<RowPins> written, List<RowPins> read) {
        List<RowPins> asked = read.stream().filter(r -> written.stream().anyMatch(w -> Jni.order(w.type.dtype()) == Jni.order(r.type.dtype()))).toList();
        List<RowPins> all = Stream.concat(written.stream(), asked.stream()).toList();
        pieces(text, written.size(), all);
        marked(text, written.size(), all);
        String sum = "0";
        for (RowPins r : written) {
            String n = text.reg();
            text.line("  " + n + " = add i64 " + sum + ", " + r.count(text));
            sum = n;
        }
        text.line("  %set = call ptr @jacobi_rows_set(i64 " + sum + ", ptr %setroom)");
        text.line("  %setless = icmp eq ptr %set, null");
        text.line("  br i1 %setless, label %shared, label %apart0");
        text.line("apart0:");
        text.line("  br label %" + written.get(0).name("apart"));
        for (int k = 0; k < all.size(); k++) {
            RowPins r = all.get(k);
            String next = k + 1 < all.size() ? all.get(k + 1).name("apart") : "apart";
            text.line(r.name("apart") + ":");
            String block = r.block(text);
            String count = r.count(text);
            text.line("  " + block + "n = icmp ne ptr " + block + ", null"); // packed, or without memory, which is asked for later
            text.line("  br i1 " + block + "n, label %" + r.name("compare") + ", label %" + next);
            text.line(r.name("compare") + ":");
            text.line("  " + block + "a = call i1 @jacobi_rows_" + (k < written.size() ? "put" : "apart") + "(ptr %set, ptr " + block + ", i64 " + count + ", i64 " + r.shift() + ")");
            text.line("  br i1 " + block + "a, label %" + next + ", label %together");
        }
        text.line("together:");
        free(text, "%set", "%setroom");
        text.line("  br label %shared");
        text.line("apart:");
        free(text, "%set", "%setroom");
        text.line("  br label %pinned");
    }

    /**
     * Goes on at {@code pinned} where the rows of all arrays lie in a few pieces of memory, as they mostly do, of which none of the first {@code written} of {@code all} meets another one: that is seen at a
     * glance, and a set takes some ten nanoseconds a row.
     */
    private static void pieces(StubText text, int written, List<RowPins> all) {
        text.line("  store i64 0, ptr %setroom");
        String ok = "true";
        for (int k = 0; k < all.size(); k++) {
            RowPins r = all.get(k);
            ok = both(text, ok, "@jacobi_rows_pieces(ptr %setroom, ptr " + r.block(text) + ", i64 " + r.count(text) + ", i64 " + r.shift() + ")");
            if (k + 1 == written) {
                text.line("  %ownpieces = load i64, ptr %setroom");
            }
        }
        text.line("  br i1 " + both(text, ok, "@jacobi_rows_separate(ptr %setroom, i64 %ownpieces)") + ", label %pinned, label %mixed");
        text.line("mixed:");
    }

    /** Goes on at {@code pinned} or {@code shared} where the rows lie not too far apart, so that marks tell; else at {@code far}. */
    private static void marked(StubText text, int written, List<RowPins> all) {
        text.line("  call void @jacobi_rows_unmarked(ptr %setroom)");
        for (RowPins r : all) {
            String width = text.reg();
            text.line("  " + width + " = zext i32 %" + r.name("d" + (r.type.rank() - 1)) + " to i64");
            text.line("  call void @jacobi_rows_spread(ptr %setroom, ptr " + r.block(text) + ", i64 " + r.count(text) + ", i64 " + r.shift() + ", i64 " + width + ")");
        }
        text.line("  %near = call i1 @jacobi_rows_marks(ptr %setroom)");
        text.line("  br i1 %near, label %marks, label %far");
        text.line("marks:");
        String ok = "true";
        for (int k = 0; k < all.size(); k++) {
            RowPins r = all.get(k);
            ok = both(text, ok, "@jacobi_rows_mark(ptr %setroom, ptr " + r.block(text) + ", i64 " + r.count(text) + ", i64 " + r.shift() + ", i64 " + (k < written ? 1 : 0) + ")");
        }
        text.line("  call void @jacobi_rows_unmark(ptr %setroom)");
        text.line("  br i1 " + ok + ", label %pinned, label %shared");
        text.line("far:");
    }

    private static String both(StubText text, String ok, String call) {
        String also = text.reg();
        text.line("  " + also + "a = call i1 " + call);
        text.line("  " + also + " = and i1 " + ok + ", " + also + "a");
        return also;
    }

    /** Room on the stack for tables of few rows, for what is noted of all, and for the set that tells rows apart. */
    static void room(StubText text, List<RowPins> all) {
        for (RowPins r : all) {
            text.line("  %" + r.name("room") + " = alloca [" + words(all.size()) + " x i64], align 64");
            text.line("  %" + r.name("block") + " = alloca ptr, align 8");
            text.line("  %" + r.name("sparse") + " = alloca ptr, align 8");
            text.line("  %" + r.name("list") + " = alloca ptr, align 8");
            text.line("  %" + r.name("part") + " = alloca [3 x i64], align 16");
        }
        if (!all.isEmpty()) {
            text.line("  %setroom = alloca [1025 x i64], align 64");
        }
    }

    /** Frees the table, which a call that begins once more may not come to make again. */
    void drop(StubText text) {
        free(text, block(text), "%" + name("room"));
        for (String memory : List.of("sparse", "list")) {
            text.line("  call void @jacobi_free(ptr " + text.load("%" + name(memory), 0, "ptr") + ")");
            text.line("  store ptr null, ptr %" + name(memory));
        }
        keep(text, "null");
    }

    /** Frees what is not on the stack. */
    private static void free(StubText text, String block, String room) {
        String own = text.reg();
        text.line("  " + own + "c = icmp eq ptr " + block + ", " + room);
        text.line("  " + own + " = select i1 " + own + "c, ptr null, ptr " + block);
        text.line("  call void @jacobi_free(ptr " + own + ")");
    }

    /** Makes the tables of arrays that came packed; goes on at {@code run}, or at {@code after} from {@code tables}. */
    static void tables(StubText text, List<RowPins> all) {
        String ok = "true";
        for (RowPins r : all) {
            if (r.result) {
                continue;
            }
            text.line("  br i1 %" + r.name("is") + ", label %" + r.name("have") + ", label %" + r.name("pack"));
            text.line(r.name("pack") + ":");
            String width = text.reg();
            text.line("  " + width + " = zext i32 %" + r.name("d" + (r.type.rank() - 1)) + " to i64");
            String t = text.reg();
            text.line("  " + t + " = call ptr @jacobi_rows_packed(i64 %" + r.name("n") + ", i64 " + width + ")");
            r.keep(text, t);
            text.line("  br label %" + r.name("have"));
            text.line(r.name("have") + ":");
            String known = text.reg();
            text.line("  " + known + " = icmp ne ptr " + text.load("%args", r.table, "ptr") + ", null");
            String and = text.reg();
            text.line("  " + and + " = and i1 " + ok + ", " + known);
            ok = and;
        }
        text.line("  br label %tables");
        text.line("tables:");
        text.line("  br i1 " + ok + ", label %run, label %after");
    }

    /** Lets rows go, and has nothing in the slot of an input then. */
    void release(StubText text, boolean written) {
        String first = text.load("%args", slot, "ptr");
        String there = text.reg();
        text.line("  " + there + "n = icmp ne ptr " + first + ", null");
        text.line("  " + there + " = and i1 " + there + "n, %" + name("is"));
        text.line("  br i1 " + there + ", label %" + name("unpin") + ", label %" + name("gone"));
        text.line(name("unpin") + ":");
        text.line("  call void @jacobi_rows_unpin(ptr %env, ptr " + text.load("%args", table, "ptr") + ", i64 %" + name("n") + ", ptr " + first + ", i64 " + shift() + ", i32 "
            + (written ? 0 : Jni.ABORT) + ")");
        if (!result) {
            text.store("%args", slot, "ptr", "null");
        }
        text.line("  br label %" + name("gone"));
        text.line(name("gone") + ":");
    }

    /** Frees the tables and the handles. */
    static void free(StubText text, List<RowPins> all) {
        if (all.isEmpty()) {
            return;
        }
        all.forEach(r -> r.drop(text));
        text.line("  %framedv = load i8, ptr %framed");
        text.line("  %inframe = icmp ne i8 %framedv, 0");
        text.line("  br i1 %inframe, label %pop, label %popped");
        text.line("pop:");
        String kept = text.reg();
        text.line("  " + kept + " = " + text.jni("ptr", Jni.POP_LOCAL_FRAME, "ptr null"));
        text.line("  br label %popped");
        text.line("popped:");
    }
}
