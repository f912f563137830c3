package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ExtentOrigin;
import dev.jacobi.llvm.emit.LoopPhis.PhiForm;
import dev.jacobi.llvm.plan.ArrayPlaces;
import dev.jacobi.llvm.plan.ReservedArrays;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.ReservedMemory;
import dev.jacobi.llvm.text.Runtime;
import dev.jacobi.llvm.text.Scopes;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.Value.Arr;
import dev.jacobi.llvm.text.Value.Val;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Array memory. Every heap block of a function stands on its list of live blocks; at the end of each iteration of a loop that allocates, the
 * blocks made since the loop began are free for the iterations to come but for those that the carry still points to. Small arrays that do not leave their
 * iteration live on the stack, as far as the function's room there goes.
 */
public final class Memory {
    public static final Params.Check FULL_MEMORY = new Params.Check(Params.Code.MEMORY, "native code");
    /** Blocks of up to so many bytes stay for the next trip of the loop that makes them. */
    private static final long STAY_BYTES = 64 << 10;
    /**
     * Stack for all arrays of an entry. The JVM warrants about 80 kB to a native method, of which the stub takes 8 kB, and 32 kB may go to
     * callees where the end of the stack is not known.
     */
    public static final long ENTRY_ROOM = 24 << 10;
    /** Stack for all arrays of a callee. */
    public static final long CALLEE_ROOM = 8 << 10;

    private final EquationEmitter g;
    private final FnText fn;
    private final Scopes scopes;
    private final Map<Long, String> scratch = new HashMap<>();
    private final Map<Var, Given> places = new HashMap<>();
    /** Arrays whose place on the stack is certain: one place, and one scope, wherever the function makes them, as a trip is over when the next one makes them again. */
    private final Map<Var, Arr> certain = new HashMap<>();
    final ReservedMemory reserved;
    private String live;
    /** The slot of the list of blocks that stay until the function ends. */
    private String staying;
    /** The slot of the list of small blocks that a trip of a loop has left, for those that come; null where no loop makes any. */
    private String spare;
    /** How many loops around what is emitted now free what their trips leave. */
    private int depth;

    /** Memory that the caller has for an array, or null, and how many elements have room there; with a table the rows lie anywhere, and their number and length are given. */
    public record Given(String ptr, String table, List<String> extents) {
    }

    Memory(EquationEmitter g) {
        this.g = g;
        this.fn = g.fn;
        scopes = new Scopes(g.out);
        reserved = new ReservedMemory(fn, g.out);
    }

    public Scopes scopes() {
        return scopes;
    }

    /** The array with this variable, which the function makes once, is to be made in memory of the caller's if it has as many elements. The first place for a variable counts. */
    public void place(Var v, Given place) {
        places.putIfAbsent(v, place);
    }

    /** The slot that holds the list of live blocks. */
    String list() {
        if (live == null) {
            live = entrySlot("ptr", "null");
        }
        return live;
    }

    /** A new heap block of {@code bytes} (i64 text), in loops one that a trip before has left; fails the function when there is none. */
    String allocate(String bytes, boolean zero) {
        String wanted = "(ptr " + list() + ", i64 " + bytes + ", i1 " + zero;
        String p = fn.def("call ptr " + (depth == 0 ? Runtime.allocate(g.out) + wanted + ")" : Runtime.allocateSpare(g.out) + wanted + ", ptr " + spare + ")"));
        g.exits.unless(fn.def("icmp ne ptr " + p + ", null"), FULL_MEMORY);
        return p;
    }

    /**
     * A block for an array that each trip of a loop makes anew and no trip hands on: the block of the trip before where it is large enough, as asking for memory takes longer than many a short loop.
     * What is in it is anything.
     */
    private String again(String bytes) {
        String slot = entrySlot("ptr", "null");
        String room = entrySlot("i64", "0");
        if (staying == null) {
            staying = entrySlot("ptr", "null");
        }
        String have = fn.def("load i64, ptr " + room);
        FnText.Block there = fn.block("again");
        FnText.Block more = fn.block("more");
        FnText.Block join = fn.block("made");
        // an array without elements has an address, too
        String need = g.ops.intrinsic("umax", DType.I64, 1, bytes, "1");
        fn.br(fn.def("icmp ule i64 " + need + ", " + have), there, more);
        fn.enter(there);
        String old = fn.def("load ptr, ptr " + slot);
        fn.br(join);
        fn.enter(more);
        String stays = fn.def("icmp ule i64 " + need + ", " + STAY_BYTES);
        // where sizes grow, few blocks come to stay
        String twice = g.ops.intrinsic("umin", DType.I64, 1, fn.def("shl i64 " + have + ", 1"), Long.toString(STAY_BYTES));
        String size = g.ops.intrinsic("umax", DType.I64, 1, need, fn.def("select i1 " + stays + ", i64 " + twice + ", i64 0"));
        String on = fn.def("select i1 " + stays + ", ptr " + staying + ", ptr " + list());
        String made = fn.def("call ptr " + Runtime.allocate(g.out) + "(ptr " + on + ", i64 " + size + ", i1 false)");
        g.exits.unless(fn.def("icmp ne ptr " + made + ", null"), FULL_MEMORY);
        fn.line("store i64 " + fn.def("select i1 " + stays + ", i64 " + size + ", i64 " + have) + ", ptr " + room);
        fn.line("store ptr " + fn.def("select i1 " + stays + ", ptr " + made + ", ptr " + fn.def("load ptr, ptr " + slot)) + ", ptr " + slot);
        FnText.Block end = fn.current();
        fn.br(join);
        fn.enter(join);
        String p = fn.fresh();
        join.phi(p, "ptr", PhiForm.from(old, there, made, end));
        return p;
    }

    /** Takes memory for arrays that trips of the loop make, for as many threads as may run some of them. */
    void reserve(Eqn loop) {
        for (ReservedArrays.Place p : g.facts.places().reserved(loop)) {
            String bytes = bytes(p.array().dtype(), p.extents().stream().map(this::extent).toList(), p.lanes());
            String needed = loop.prim() == Prim.WHILE ? bytes : fn.def("select i1 " + fn.def("icmp sgt i64 " + g.loops.count(g.val(loop.in().get(0))) + ", 0") + ", i64 " + bytes + ", i64 0");
            String block = reserved.take(p.array(), list(), needed, p.lanes(), g.unit.threads() != 1);
            g.exits.unless(fn.def("icmp ne ptr " + block + ", null"), FULL_MEMORY);
        }
    }

    /** What an extent is at most; one that no trip makes an array of may be anything, and where that is more than there is memory, the call falls back. */
    private String extent(ReservedArrays.Most most) {
        Val sum = EquationEmitter.i64(most.more());
        for (ExtentOrigin from : most.terms()) {
            Val term = from.array() == null ? g.wide(g.val(from.integer())) : EquationEmitter.i64(g.arr(from.array()).dims().get(from.axis()));
            sum = g.op(Prim.ADD, DType.I64, sum, term);
        }
        return Ty.isRegister(sum.text()) ? g.ops.intrinsic("smax", DType.I64, 1, sum.text(), "0") : Long.toString(Math.max(0, Long.parseLong(sum.text())));
    }

    private String entrySlot(String type, String value) {
        String slot = fn.alloca(type, 1, Long.BYTES);
        fn.lineAtEntry("store " + type + " " + value + ", ptr " + slot);
        return slot;
    }

    /** Bytes of an array, all ones when that does not fit 64 bits. */
    private String bytes(DType t, List<String> dims, int lanes) {
        String n = Long.toString((long) t.bytes() * lanes);
        if (dims.stream().noneMatch(Ty::isRegister)) {
            return constantBytes(Long.parseLong(n), dims);
        }
        for (String d : dims) {
            if (dims.size() == 1) {
                String tooBig = fn.def("icmp ugt i64 " + d + ", " + (1L << 44));
                return fn.def("select i1 " + tooBig + ", i64 -1, i64 " + g.mul(d, n));
            }
            String pair = g.call("{i64, i1}", "llvm.umul.with.overflow.i64", "i64 " + n, "i64 " + d);
            String wide = fn.def("extractvalue {i64, i1} " + pair + ", 1");
            n = fn.def("select i1 " + wide + ", i64 -1, i64 " + fn.def("extractvalue {i64, i1} " + pair + ", 0"));
        }
        return n;
    }

    private static String constantBytes(long element, List<String> dims) {
        long n = element;
        for (String d : dims) {
            try {
                n = Math.multiplyExact(n, Long.parseLong(d));
            } catch (ArithmeticException tooBig) {
                return "-1";
            }
        }
        return Long.toString(n);
    }

    /** An array of the given extents with undefined (or zero) contents; {@code v} is its variable, or null for none. */
    Arr fresh(Var v, DType t, List<String> dims, boolean zero, int lanes) {
        Given place = v == null || lanes > 1 ? null : places.get(v);
        if (place != null && place.table() != null) {
            return given(place, t, dims, bytes(t, dims, lanes), zero);
        }
        if (v != null && g.facts.places().isCertain(v)) {
            return certain(v, zero, lanes);
        }
        String bytes = bytes(t, dims, lanes);
        boolean small = v != null && g.facts.places().onStack(v) && !Ty.isRegister(bytes) && Long.parseLong(bytes) >= 0 && Long.parseLong(bytes) <= ArrayPlaces.STACK_BYTES;
        if (small && g.facts.places().takeRoom((Long.parseLong(bytes) + 63) / 64 * 64)) {
            String p = fn.alloca("i8", Math.max(1, Long.parseLong(bytes)), 64);
            if (zero) {
                g.call("void", "llvm.memset.p0.i64", "ptr align 64 " + p, "i8 0", "i64 " + bytes, "i1 false");
            }
            return new Arr(t, p, null, dims, lanes, scopes.fresh());
        }
        if (v != null && g.facts.places().isOfOneTrip(v)) {
            String p = reserved.has(v) ? reserved.of(v, lanes) : again(bytes);
            if (zero) {
                g.call("void", "llvm.memset.p0.i64", "ptr align 64 " + p, "i8 0", "i64 " + bytes, "i1 false");
            }
            return new Arr(t, p, null, dims, lanes, scopes.fresh());
        }
        return place == null ? new Arr(t, allocate(bytes, zero), null, dims, lanes, scopes.fresh()) : given(place, t, dims, bytes, zero);
    }

    private Arr certain(Var v, boolean zero, int lanes) {
        List<String> dims = v.type().dims().stream().map(d -> Long.toString(d.add())).toList();
        String bytes = constantBytes((long) v.dtype().bytes() * lanes, dims);
        Arr a = certain.computeIfAbsent(v, x -> new Arr(x.dtype(), fn.alloca("i8", Math.max(1, Long.parseLong(bytes)), 64), null, dims, lanes, scopes.fresh()));
        if (zero) {
            g.call("void", "llvm.memset.p0.i64", "ptr align 64 " + a.ptr(), "i8 0", "i64 " + bytes, "i1 false");
        }
        return a;
    }

    /** The caller's memory if it has room for exactly as many elements, or rows, else a block. */
    private Arr given(Given place, DType t, List<String> dims, String bytes, boolean zero) {
        List<String> leading = dims.subList(0, dims.size() - 1);
        List<String> extents = place.table() == null ? List.of(g.product(dims)) : List.of(g.product(leading), dims.get(dims.size() - 1));
        String fits = fn.def("icmp ne ptr " + place.ptr() + ", null");
        for (int d = 0; d < extents.size(); d++) {
            fits = fn.def("and i1 " + fits + ", " + fn.def("icmp eq i64 " + place.extents().get(d) + ", " + extents.get(d)));
        }
        FnText.Block callers = fn.block("given");
        FnText.Block own = fn.block("own");
        FnText.Block join = fn.block("made");
        fn.br(fits, callers, own);
        fn.enter(callers);
        if (zero && place.table() == null) {
            g.call("void", "llvm.memset.p0.i64", "ptr " + place.ptr(), "i8 0", "i64 " + bytes, "i1 false");
        } else if (zero) {
            clear(place, t);
        }
        FnText.Block given = fn.current();
        fn.br(join);
        fn.enter(own);
        String block = allocate(bytes, zero);
        String rows = place.table() == null ? null : packed(extents.get(0), extents.get(1));
        FnText.Block made = fn.current();
        fn.br(join);
        fn.enter(join);
        String r = fn.fresh();
        join.phi(r, "ptr", PhiForm.from(place.ptr(), given, block, made));
        if (rows == null) {
            return new Arr(t, r, null, dims, 1, scopes.fresh());
        }
        String table = fn.fresh();
        join.phi(table, "ptr", PhiForm.from(place.table(), given, rows, made));
        return new Arr(t, r, null, dims, 1, scopes.fresh(), new Arr(DType.I64, table, null, leading, 1, scopes.fresh()));
    }

    /** Fills rows with zeros. */
    private void clear(Given place, DType t) {
        String bytes = g.mul(place.extents().get(1), Integer.toString(t.bytes()));
        g.loops.counted(place.extents().get(0), i -> {
            String row = fn.def("load i64, ptr " + fn.def("getelementptr i64, ptr " + place.table() + ", i64 " + i));
            String at = fn.def("getelementptr " + Ty.memory(t) + ", ptr " + place.ptr() + ", i64 " + row);
            g.call("void", "llvm.memset.p0.i64", "ptr " + at, "i8 0", "i64 " + bytes, "i1 false");
        });
    }

    /** The table of rows that lie one behind the other. */
    private String packed(String rows, String width) {
        String table = fn.def("call ptr " + Runtime.rowsPacked(g.out) + "(i64 " + rows + ", i64 " + width + ")");
        adopt(table);
        return table;
    }

    /** Words on the stack for one loop at a time: the loops of an LLVM function that ask for as many get the same. */
    String scratch(long words) {
        return scratch.computeIfAbsent(words, n -> fn.alloca("i64", n, 16));
    }

    /** Whether the text of a float constant, {@code 0x} or {@code 0xH} and digits, stands for +0. */
    private static boolean isZero(String text) {
        return text.startsWith("0x") && text.chars().skip(2).allMatch(c -> c == '0' || c == 'H' || c == 'R');
    }

    Arr full(Var v, Val value, List<Atom> extents) {
        List<String> dims = g.extents(extents);
        String text = value.isUniform() && value.parts().size() == 1 ? value.text() : "";
        boolean zero = text.equals("0") || text.equals("false") || value.dtype().isFloat() && isZero(text);
        int lanes = g.lanes;
        Arr a = fresh(v, v.dtype(), dims, zero, lanes);
        if (!zero) {
            fill(a, value);
        }
        return a;
    }

    private void fill(Arr a, Val value) {
        if (a.table() == null) {
            g.loops.counted(g.product(a.dims()), i -> g.access.store(a, EquationEmitter.i64(i), value));
        } else {
            g.loops.counted(g.product(a.table().dims()), i -> fill(new Arr(a.dtype(), a.ptr(), g.access.load(g.access.at(a.table(), EquationEmitter.i64(i))), a.dims().subList(a.dims().size() - 1, a.dims().size()), a.lanes(), a.root()), value));
        }
    }

    public Arr copy(Var v, Arr from) {
        Arr to = fresh(v, from.dtype(), from.dims(), false, Math.min(g.lanes, from.lanes()));
        if (to.lanes() == from.lanes()) {
            move(to, from);
        } else {
            // one lane's array, whose elements lie apart
            g.loops.counted(g.product(from.dims()), i -> g.access.store(to, EquationEmitter.i64(i), g.access.load(g.access.at(from, EquationEmitter.i64(i)))));
        }
        return to;
    }

    /** The same of an array that is a copy itself, and which no optimiser turns into a copy of the first one: others may have changed that. */
    public Arr copyOfCopy(Arr from) {
        Arr to = fresh(null, from.dtype(), from.dims(), false, from.lanes());
        move(to, from, true);
        return to;
    }

    /** A new array of the same extents, with anything in it. */
    public Arr like(Arr a) {
        return fresh(null, a.dtype(), a.dims(), false, 1);
    }

    /** Copies all elements; both arrays have the same extents. */
    void move(Arr to, Arr from) {
        move(to, from, false);
    }

    private void move(Arr to, Arr from, boolean isVolatile) {
        String n = g.mul(g.product(to.dims()), Long.toString((long) to.dtype().bytes() * to.lanes()));
        g.call("void", "llvm.memmove.p0.p0.i64", "ptr " + address(to), "ptr " + address(from), "i64 " + n, "i1 " + isVolatile);
    }

    /** Address of an array's first element; its offset must be the same for all lanes. */
    public String address(Arr a) {
        if (a.offset() == null) {
            return a.ptr();
        }
        String elements = a.lanes() == 1 ? a.offset().text() : g.mul(a.offset().text(), Integer.toString(a.lanes()));
        return fn.def("getelementptr " + Ty.memory(a.dtype()) + ", ptr " + a.ptr() + ", i64 " + elements);
    }

    // Lifetime.

    /** The head of the list in front of a loop, and the slot of that behind the last sweep: trips that have made nothing since then need none. */
    record Mark(String head, String swept) {
    }

    /** The head of the list now, to be given to {@link #sweep} at the end of each trip of a loop; null when the equations allocate nothing on the heap. */
    Mark mark(boolean allocates) {
        if (!allocates) {
            return null;
        }
        if (spare == null) {
            spare = entrySlot("ptr", "null");
        }
        depth++;
        String head = fn.def("load ptr, ptr " + list());
        String swept = entrySlot("ptr", "null");
        fn.line("store ptr " + head + ", ptr " + swept);
        return new Mark(head, swept);
    }

    /** The blocks made since the mark but for these are free for the trips to come. */
    void sweep(Mark mark, List<String> keep) {
        if (mark == null) {
            return;
        }
        depth--;
        drop(fn.def("load ptr, ptr " + mark.swept), mark.head, keep, spare);
        fn.line("store ptr " + fn.def("load ptr, ptr " + list()) + ", ptr " + mark.swept);
    }

    /** Takes the blocks made since the mark but for these off the list, unless its head is still this one. */
    private void drop(String unless, String mark, List<String> keep, String to) {
        FnText.Block some = fn.block("sweep");
        FnText.Block done = fn.block("swept");
        fn.br(fn.def("icmp eq ptr " + fn.def("load ptr, ptr " + list()) + ", " + unless), done, some);
        fn.enter(some);
        String array = keep.isEmpty() ? "null" : fn.alloca("ptr", keep.size(), 8);
        for (int k = 0; k < keep.size(); k++) {
            fn.line("store ptr " + keep.get(k) + ", ptr " + fn.def("getelementptr ptr, ptr " + array + ", i64 " + k));
        }
        fn.line("call void " + Runtime.sweep(g.out) + "(ptr " + list() + ", ptr " + mark + ", ptr " + array + ", i64 " + keep.size() + ", ptr " + to + ")");
        fn.br(done);
        fn.enter(done);
    }

    public void freeAll() {
        reserved.release();
        if (live != null) {
            drop("null", "null", List.of(), "null");
        }
        for (String others : new String[] {staying, spare}) {
            if (others != null) {
                fn.line("call void " + Runtime.sweep(g.out) + "(ptr " + others + ", ptr null, ptr null, i64 0, ptr null)");
            }
        }
    }

    /** The array's memory if this function made it, taken off the list; else a copy. The caller gets memory that it must free. */
    public String handOver(Arr a) {
        return handedOver(a, Runtime.handOver(g.out), "");
    }

    /** As {@link #handOver}, but memory of the caller's goes back as it is. */
    public String handOverUnless(Arr a, String callers) {
        return handedOver(a, Runtime.handOverUnless(g.out), ", ptr " + callers);
    }

    private String handedOver(Arr a, String function, String more) {
        String from = address(a);
        String n = g.mul(g.product(a.dims()), Integer.toString(a.dtype().bytes()));
        String p = fn.def("call ptr " + function + "(ptr " + list() + ", ptr " + from + ", i64 " + n + more + ")");
        g.exits.unless(fn.def("icmp ne ptr " + p + ", null"), FULL_MEMORY);
        return p;
    }

    /** Puts memory that a callee returned on this function's list. */
    void adopt(String p) {
        g.exits.unless(fn.def("call i1 " + Runtime.adopt(g.out) + "(ptr " + list() + ", ptr " + p + ")"), FULL_MEMORY);
    }

    /** The same, unless it is what the callee was given. */
    void adoptUnless(String p, String given) {
        g.exits.unless(fn.def("call i1 " + Runtime.adoptUnless(g.out) + "(ptr " + list() + ", ptr " + p + ", ptr " + given + ")"), FULL_MEMORY);
    }

    /** select on whole arrays with a scalar selector: a choice of pointers. */
    Arr select(Val c, Arr a, Arr b) {
        String p = fn.def("select i1 " + c.text() + ", ptr " + address(a) + ", ptr " + address(b));
        var dims = new ArrayList<String>();
        for (int k = 0; k < a.dims().size(); k++) {
            String x = a.dims().get(k);
            String y = b.dims().get(k);
            dims.add(x.equals(y) ? x : fn.def("select i1 " + c.text() + ", i64 " + x + ", i64 " + y));
        }
        return new Arr(a.dtype(), p, null, dims, a.lanes(), a.ptr().equals(b.ptr()) ? a.root() : -1);
    }
}
