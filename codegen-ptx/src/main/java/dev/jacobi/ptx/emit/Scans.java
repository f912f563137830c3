package dev.jacobi.ptx.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.emit.DeviceCode;
import dev.jacobi.llvm.emit.DeviceCode.Body;
import dev.jacobi.ptx.emit.KernelText.Operand;
import dev.jacobi.ptx.emit.Kernels.Launch;
import dev.jacobi.ptx.emit.Kernels.Operands;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * All prefixes in one pass over the data, with decoupled look-back (Merrill and Garland, "Single-pass parallel prefix scan with decoupled look-back",
 * NVIDIA 2016). Blocks take tiles in order; a tile publishes its own sum, then adds up those of the tiles before it until one has its prefix.
 */
public final class Scans {
    private static final int THREADS = Kernels.THREADS;
    private static final int TURNS = 8;
    /** Elements of a tile. */
    public static final int TILE = THREADS * TURNS;
    private static final int MOST = 2048;
    private final Kernels kernels;
    private final DeviceCode code;
    private final Reductions reductions;

    public Scans(Kernels kernels) {
        this.kernels = kernels;
        this.code = kernels.code;
        this.reductions = new Reductions(kernels);
    }

    /** Parts of the kernel under construction. */
    private record Context(KernelText k, String name, List<Prim> ops, List<DType> types, List<Body> join) {
        String value(int o) {
            return DeviceCode.value(types.get(o));
        }

        String identity(int o) {
            return DeviceCode.lit(DeviceCode.identity(ops.get(o), types.get(o)));
        }

        List<String> join(List<String> a, List<String> b) {
            var out = new ArrayList<String>();
            for (int o = 0; o < ops.size(); o++) {
                out.add(k.call(join.get(o), List.of(value(o) + " " + a.get(o), value(o) + " " + b.get(o)), null).get(0));
            }
            return out;
        }

        List<String> variables() {
            return Reductions.start(k, ops, types);
        }

        List<String> get(List<String> variables) {
            var out = new ArrayList<String>();
            for (int o = 0; o < ops.size(); o++) {
                out.add(k.def("load " + value(o) + ", ptr " + variables.get(o)));
            }
            return out;
        }

        void set(List<String> variables, List<String> values) {
            for (int o = 0; o < ops.size(); o++) {
                k.line("store " + value(o) + " " + values.get(o) + ", ptr " + variables.get(o));
            }
        }

        List<String> choose(String condition, List<String> a, List<String> b) {
            var out = new ArrayList<String>();
            for (int o = 0; o < ops.size(); o++) {
                out.add(k.def("select i1 " + condition + ", " + value(o) + " " + a.get(o) + ", " + value(o) + " " + b.get(o)));
            }
            return out;
        }

        List<String> loadAt(List<Operand> arrays, String i) {
            var out = new ArrayList<String>();
            for (int o = 0; o < ops.size(); o++) {
                out.add(k.load(types.get(o), k.element(types.get(o), arrays.get(o).text(), i)));
            }
            return out;
        }

        void storeAt(List<Operand> arrays, String i, List<String> values) {
            for (int o = 0; o < ops.size(); o++) {
                k.store(types.get(o), values.get(o), k.element(types.get(o), arrays.get(o).text(), i));
            }
        }

        List<String> loadShared(String i) {
            var out = new ArrayList<String>();
            for (int o = 0; o < ops.size(); o++) {
                out.add(k.load(types.get(o), shared(o, i)));
            }
            return out;
        }

        void storeShared(String i, List<String> values) {
            for (int o = 0; o < ops.size(); o++) {
                k.store(types.get(o), values.get(o), shared(o, i));
            }
        }

        private String shared(int o, String i) {
            return k.element(types.get(o), k.def("addrspacecast ptr addrspace(3) @" + name + ".shared" + o + " to ptr"), i);
        }
    }

    /**
     * {@code f}: the body (index, operands), its results one term per operator. {@code prefixes} get the inclusive prefixes, {@code last} the whole. Of
     * working memory per tile: {@code status} (i32, one more than tiles, zero at first), {@code own} and {@code upTo} per operator.
     */
    public Launch scan(Atom n, Func f, List<Prim> ops, List<Atom> init, List<Var> prefixes, List<Var> last, Var status, List<Var> own, List<Var> upTo) {
        String name = kernels.name("scan");
        Body body = code.add(name + ".body", f, Set.of());
        var k = new KernelText(code, name);
        var operands = new Operands(k, kernels.device);
        Operand count = operands.get(n);
        var rest = new ArrayList<Operand>();
        f.in().subList(1, f.in().size()).forEach(v -> rest.add(operands.get(v)));
        List<String> start = init.stream().map(a -> operands.get(a).text()).toList();
        List<Operand> out = prefixes.stream().map(operands::get).toList();
        Operand state = operands.get(status);
        List<Operand> sums = own.stream().map(operands::get).toList();
        List<Operand> before = upTo.stream().map(operands::get).toList();
        List<String> whole = last.stream().map(operands::cell).toList();
        var c = new Context(k, name, ops, body.results(), reductions.joins(name, ops, body.results()));
        for (int o = 0; o < ops.size(); o++) {
            code.add("@" + name + ".shared" + o + " = internal addrspace(3) global [32 x " + DeviceCode.memory(c.types.get(o)) + "] undef, align 8\n");
        }
        code.add("@" + name + ".tile = internal addrspace(3) global i32 undef, align 8\n");
        k.unlessFailed(true);
        String items = k.count(count);
        String tiles = k.def("sdiv i64 " + k.def("add i64 " + items + ", " + (TILE - 1)) + ", " + TILE);
        String thread = k.thread();
        String leads = k.def("icmp eq i64 " + thread + ", 0");
        k.when(k.def("and i1 " + leads + ", " + k.def("icmp eq i64 " + items + ", 0")), () -> storeAll(c, whole, start));
        String head = k.label("tiles");
        String in = k.label("tile");
        String done = k.label("end");
        k.place(head);
        String slot = k.def("addrspacecast ptr addrspace(3) @" + name + ".tile to ptr");
        k.when(leads, () -> k.line("store i32 " + k.def("atomicrmw add ptr " + state.text() + ", i32 1 monotonic") + ", ptr " + slot));
        k.barrier();
        String tile = k.def("zext i32 " + k.def("load i32, ptr " + slot) + " to i64");
        k.barrier();
        k.branch(k.def("icmp slt i64 " + tile + ", " + tiles), in, done);
        k.here(in);
        String first = k.def("mul i64 " + tile + ", " + TILE);
        List<String> carry = c.variables();
        // an alloca keeps its value from tile to tile
        c.set(carry, identities(c));
        DType t = f.in().get(0).dtype();
        k.loop("0", Integer.toString(TURNS), "1", turn -> {
            String i = k.def("add i64 " + first + ", " + k.def("add i64 " + k.def("mul i64 " + turn + ", " + THREADS) + ", " + thread));
            List<String> mine = c.variables();
            c.set(mine, identities(c));
            String inside = k.def("icmp slt i64 " + i + ", " + items);
            k.when(inside, () -> {
                var args = new ArrayList<String>(List.of(DeviceCode.value(t) + " " + k.narrow(t, i)));
                rest.forEach(o -> args.add(o.args()));
                c.set(mine, k.call(body, args, null));
            });
            List<String> local = acrossBlock(c, c.get(mine), carry, thread);
            k.when(inside, () -> c.storeAt(out, i, local));
        });
        k.when(leads, () -> publish(c, state, sums, before, tile, c.get(carry), start));
        k.barrier();
        List<String> prefix = c.loadShared("31");
        k.loop("0", Integer.toString(TURNS), "1", turn -> {
            String i = k.def("add i64 " + first + ", " + k.def("add i64 " + k.def("mul i64 " + turn + ", " + THREADS) + ", " + thread));
            k.when(k.def("icmp slt i64 " + i + ", " + items), () -> {
                List<String> all = c.join(prefix, c.loadAt(out, i));
                c.storeAt(out, i, all);
                k.when(k.def("icmp eq i64 " + k.def("add i64 " + i + ", 1") + ", " + items), () -> storeAll(c, whole, all));
            });
        });
        k.barrier();
        k.goTo(head);
        k.here(done);
        k.finish();
        var written = new java.util.HashSet<>(prefixes);
        written.add(status);
        written.addAll(own);
        written.addAll(upTo);
        int bytes = 8;
        for (DType d : c.types) {
            bytes += 32 * d.bytes();
        }
        return kernels.add(name, THREADS, TILE, MOST, bytes, true, written, operands.args());
    }

    private static List<String> identities(Context c) {
        var out = new ArrayList<String>();
        for (int o = 0; o < c.ops.size(); o++) {
            out.add(c.identity(o));
        }
        return out;
    }

    private static void storeAll(Context c, List<String> cells, List<String> values) {
        for (int o = 0; o < cells.size(); o++) {
            c.k.store(c.types.get(o), values.get(o), cells.get(o));
        }
    }

    /** Inclusive prefixes of the threads' values behind the carry, which then has all of them. */
    private static List<String> acrossBlock(Context c, List<String> values, List<String> carry, String thread) {
        KernelText k = c.k;
        String lane = k.def("and i64 " + thread + ", 31");
        String lane32 = k.def("trunc i64 " + lane + " to i32");
        String warp = k.def("lshr i64 " + thread + ", 5");
        List<String> now = values;
        for (int d = 1; d < 32; d *= 2) {
            String from = k.def("sub i32 " + lane32 + ", " + d);
            var other = new ArrayList<String>();
            for (int o = 0; o < c.ops.size(); o++) {
                other.add(Reductions.shuffle(k, c.types.get(o), now.get(o), from));
            }
            now = c.choose(k.def("icmp sge i32 " + from + ", 0"), c.join(other, now), now);
        }
        List<String> mine = now;
        k.when(k.def("icmp eq i64 " + lane + ", 31"), () -> c.storeShared(warp, mine));
        k.barrier();
        List<String> before = c.variables();
        List<String> all = c.variables();
        List<String> was = c.get(carry);
        c.set(before, was);
        c.set(all, was);
        k.loop("0", Integer.toString(THREADS / 32), "1", w -> {
            List<String> sum = c.join(c.get(all), c.loadShared(w));
            c.set(all, sum);
            k.when(k.def("icmp slt i64 " + w + ", " + warp), () -> c.set(before, sum));
        });
        k.barrier();
        c.set(carry, c.get(all));
        return c.join(c.get(before), mine);
    }

    /** One thread: says what the tile has, finds out what is before it (left at 31 in shared memory), and says that. */
    private static void publish(Context c, Operand state, List<Operand> sums, List<Operand> before, String tile, List<String> own, List<String> start) {
        KernelText k = c.k;
        List<String> prefix = c.variables();
        c.set(prefix, identities(c));
        String mine = k.element(DType.I32, state.text(), k.def("add i64 " + tile + ", 1"));
        c.storeAt(sums, tile, own);
        k.line("store atomic i32 1, ptr " + mine + " release, align 4");
        String at = k.alloca("i64");
        k.line("store i64 " + tile + ", ptr " + at);
        String look = k.label("look");
        String wait = k.label("wait");
        String some = k.label("some");
        String origin = k.label("origin");
        String found = k.label("found");
        k.place(look);
        String p = k.def("load i64, ptr " + at);
        k.branch(k.def("icmp eq i64 " + p + ", 0"), origin, wait);
        k.here(wait);
        String q = k.def("sub i64 " + p + ", 1");
        String flag = k.def("load atomic i32, ptr " + k.element(DType.I32, state.text(), p) + " acquire, align 4");
        k.branch(k.def("icmp eq i32 " + flag + ", 0"), wait + "x", some);
        k.here(wait + "x");
        k.goTo(look);
        k.here(some);
        String whole = k.def("icmp eq i32 " + flag + ", 2");
        List<String> a = c.loadAt(sums, q);
        List<String> b = c.loadAt(before, q);
        c.set(prefix, c.join(c.choose(whole, b, a), c.get(prefix)));
        k.line("store i64 " + q + ", ptr " + at);
        k.branch(whole, found, look);
        k.here(origin);
        c.set(prefix, c.join(start, c.get(prefix)));
        k.place(found);
        List<String> exclusive = c.get(prefix);
        c.storeAt(before, tile, c.join(exclusive, own));
        k.line("store atomic i32 2, ptr " + mine + " release, align 4");
        c.storeShared("31", exclusive);
    }
}
