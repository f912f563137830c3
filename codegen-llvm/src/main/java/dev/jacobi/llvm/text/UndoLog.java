package dev.jacobi.llvm.text;

import java.util.function.Consumer;

/**
 * What a function has overwritten in its caller's arrays, so that it can put it back when it fails. Each entry has the address of an element, shifted to make room for how wide it is, and what stood there, or has those of a part of a row; the last
 * entry is undone first, so that an element that was overwritten several times has its first contents again. The first entries are on the stack, further ones in blocks that grow ({@code undo.ll}) until they
 * would take so much memory that copies of the arrays are better.
 *
 * <p>The log may be off for a call; then where the next entry goes is null.
 */
public final class UndoLog {
    private static final int ENTRY = 16;
    /** Bytes of the stack that it takes. */
    public static final int ON_STACK = 512 * ENTRY;
    /** Where the log begins, where its memory ends, how many bytes it may have, and the block that must be freed. */
    private static final int WORDS = 4;
    /** Behind them, in a record that functions hand on: where the next entry goes, and where the memory ends, both null while the log is off. */
    private static final int RECORD = WORDS + 2;
    private static final String OFF = "jacobi_undo_off";
    private final FnText fn;
    private final ModuleText out;
    private final String tag;
    private final String state;
    private final String next;
    private final String end;

    private UndoLog(FnText fn, ModuleText out, Scopes scopes, String state, boolean shared) {
        this.fn = fn;
        this.out = out;
        this.state = state;
        tag = scopes.tag(scopes.fresh());
        next = shared ? word(WORDS) : fn.alloca("ptr", 1, 8);
        end = shared ? word(WORDS + 1) : fn.alloca("ptr", 1, 8);
    }

    /**
     * The log of a function at whose start the text is; {@code on} (an i1) says whether it is kept in this call, {@code most} (an i64) how many bytes it may have at least, {@code shared} whether functions that are called
     * note in it, too.
     */
    public static UndoLog begin(FnText fn, ModuleText out, Scopes scopes, String on, String most, boolean shared) {
        String stack = fn.alloca("i64", ON_STACK / 8, 16);
        var log = new UndoLog(fn, out, scopes, fn.alloca("i64", shared ? RECORD : WORDS, 16), shared);
        String last = fn.def("getelementptr i8, ptr " + stack + ", i64 " + ON_STACK);
        fn.line("store ptr " + stack + ", ptr " + log.state);
        fn.line("store ptr " + last + ", ptr " + log.word(1));
        fn.line("store i64 " + most + ", ptr " + log.word(2));
        fn.line("store ptr null, ptr " + log.word(3));
        fn.line("store ptr " + fn.def("select i1 " + on + ", ptr " + stack + ", ptr null") + ", ptr " + log.next);
        fn.line("store ptr " + fn.def("select i1 " + on + ", ptr " + last + ", ptr null") + ", ptr " + log.end);
        return log;
    }

    /** A log that a function is given. */
    public static UndoLog given(FnText fn, ModuleText out, Scopes scopes, String record) {
        return new UndoLog(fn, out, scopes, record, true);
    }

    /** A log that is off, for functions that are given an array which nobody has to put back. */
    public static String off(ModuleText out) {
        if (!out.hasHelper(OFF)) {
            out.helper(OFF, "@" + OFF + " = internal global [" + RECORD + " x i64] zeroinitializer\n");
        }
        return "@" + OFF;
    }

    /** What a function is given so that it notes in this log, which is {@code shared}. */
    public String record() {
        return state;
    }

    private String word(int k) {
        return fn.def("getelementptr i64, ptr " + state + ", i64 " + k);
    }

    /**
     * Notes what is at an address, which has this type in memory, of so many bytes; {@code access} stands behind loads of the array. {@code unless} leaves the function unless the i1 that it is given is true: when the log is full.
     */
    public void note(String address, String type, int bytes, String access, Consumer<String> unless) {
        FnText.Block more = fn.block("more");
        FnText.Block grow = fn.block("grow");
        FnText.Block room = fn.block("note");
        FnText.Block done = fn.block("noted");
        String at = fn.def("load ptr, ptr " + next);
        String fits = fn.def("icmp ult ptr " + at + ", " + fn.def("load ptr, ptr " + end));
        FnText.Block before = fn.current();
        fn.br(fn.def("call i1 " + out.declare("i1", "llvm.expect.i1", "(i1, i1)") + "(i1 " + fits + ", i1 true)"), room, more);
        fn.enter(more);
        fn.br(fn.def("icmp eq ptr " + at + ", null"), done, grow);
        fn.enter(grow);
        String moved = fn.def("call ptr " + out.declare("ptr", "jacobi_undo_grow", "(ptr) cold nounwind") + "(ptr " + state + ")");
        unless.accept(fn.def("icmp ne ptr " + moved + ", null"));
        fn.line("store ptr " + fn.def("load ptr, ptr " + word(1)) + ", ptr " + end);
        FnText.Block grown = fn.current();
        fn.br(room);
        fn.enter(room);
        String entry = fn.fresh();
        room.phi(entry, "ptr", "[ " + at + ", " + before.label() + " ], [ " + moved + ", " + grown.label() + " ]");
        String old = fn.def("load " + type + ", ptr " + address + ", align " + bytes + access);
        String place = fn.def("shl i64 " + fn.def("ptrtoint ptr " + address + " to i64") + ", 2");
        fn.line("store i64 " + fn.def("or i64 " + place + ", " + Integer.numberOfTrailingZeros(bytes)) + ", ptr " + entry + ", align 8" + tag);
        fn.line("store " + type + " " + old + ", ptr " + fn.def("getelementptr i8, ptr " + entry + ", i64 8") + ", align 8" + tag);
        fn.line("store ptr " + fn.def("getelementptr i8, ptr " + entry + ", i64 " + ENTRY) + ", ptr " + next);
        fn.br(done);
        fn.enter(done);
    }

    /** Notes so many bytes at an address. */
    public void noteAll(String address, String bytes, Consumer<String> unless) {
        FnText.Block on = fn.block("note");
        FnText.Block done = fn.block("noted");
        String at = fn.def("load ptr, ptr " + next);
        fn.br(fn.def("icmp eq ptr " + at + ", null"), done, on);
        fn.enter(on);
        String moved = fn.def("call ptr " + out.declare("ptr", "jacobi_undo_all", "(ptr, ptr, ptr, i64) nounwind") + "(ptr " + state + ", ptr " + at + ", ptr " + address + ", i64 " + bytes + ")");
        unless.accept(fn.def("icmp ne ptr " + moved + ", null"));
        fn.line("store ptr " + moved + ", ptr " + next);
        fn.line("store ptr " + fn.def("load ptr, ptr " + word(1)) + ", ptr " + end);
        fn.br(done);
        fn.enter(done);
    }

    /** Puts everything back, and frees the log's memory. */
    public void undo() {
        fn.line("call void " + out.declare("void", "jacobi_undo", "(ptr, ptr) cold nounwind") + "(ptr " + state + ", ptr " + fn.def("load ptr, ptr " + next) + ")");
    }

    /** Forgets what was overwritten, as the function has succeeded. */
    public void forget() {
        FnText.Block free = fn.block("forget");
        FnText.Block done = fn.block("kept");
        String block = fn.def("load ptr, ptr " + word(3));
        fn.br(fn.def("icmp eq ptr " + block + ", null"), done, free);
        fn.enter(free);
        fn.line("call void " + out.declare("void", "jacobi_free", "(ptr)") + "(ptr " + block + ")");
        fn.br(done);
        fn.enter(done);
    }
}
