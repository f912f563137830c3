package dev.jacobi.ptx.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.DeviceCode;
import dev.jacobi.llvm.DeviceCode.Body;
import dev.jacobi.ptx.emit.KernelBuilder.Launch;
import dev.jacobi.ptx.emit.KernelBuilder.Operands;
import dev.jacobi.ptx.emit.KernelText.Operand;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All prefixes in one pass over the data, whose values stay in registers in between. Blocks take tiles in order. A tile says what it adds up to and looks back
 * for what is before it, as in Merrill and Garland, "Single-pass parallel prefix scan with decoupled look-back", NVIDIA 2016, but always in the same order, so
 * that sums of floats are the same in each run: 32 tiles are a group, 32 of these a large one; what is before a tile is what is before its large group,
 * then the groups before its own in that, then the tiles before it in its group. The last tile of a group says what the group adds up to.
 * A value of at most 32 bits is said together with the fact that it is there, in one word, so that nothing has to be ordered and one read gives both.
 */
public final class ScanKernels {
    private static final int THREADS = KernelBuilder.THREADS;
    private static final int WARP = 32;
    private static final int WARPS = THREADS / WARP;
    private static final int TURNS = 16;
    /** Elements of a tile: each warp has {@value #TURNS} times as many of them as it has lanes, one behind the other. */
    public static final int TILE = THREADS * TURNS;
    /** Where what is before the tile is left for all threads, behind the sums of the warps. */
    private static final int PREFIX = 31;
    private static final int MOST = 2048;
    private final KernelBuilder kernels;
    private final DeviceCode code;
    private final int group;

    /** {@code group}: tiles of a group, and groups of a large one: a power of two, at most as many as a warp has lanes. */
    public ScanKernels(KernelBuilder kernels, int group) {
        this.group = group;
        this.kernels = kernels;
        this.code = kernels.code;
    }

    /** Whether what tiles say fits the words of {@code status}: there are no {@code sums} then. */
    public static boolean inWords(List<DType> types) {
        return types.size() == 1 && types.get(0).bits() <= 32;
    }

    /**
     * {@code f}: the body (index, operands), its results one term per operator. {@code prefixes} get the inclusive prefixes, {@code last} the whole. Working
     * memory: {@code sums} per operator, for what tiles, then groups, then large groups and one more, add up to; {@code status} (i32, one more, zero at first);
     * or {@code status} alone, of i64, for those that are {@link #inWords}.
     */
    public Launch scan(Atom n, Func f, List<Prim> ops, List<Atom> init, List<Var> prefixes, List<Var> last, Var status, List<Var> sums) {
        String name = kernels.name("scan");
        Body body = code.add(name + ".body", f, Set.of());
        var k = new KernelText(code, name);
        var handed = new HashSet<>(sums);
        handed.add(status);
        var operands = new Operands(k, kernels.device, Set.copyOf(prefixes), handed);
        Operand count = operands.get(n);
        List<Operand> rest = operands.get(f.in().subList(1, f.in().size()));
        List<String> start = init.stream().map(a -> operands.get(a).text()).toList();
        List<Operand> out = operands.get(prefixes);
        Operand state = operands.get(status);
        List<Operand> found = operands.get(sums);
        List<String> whole = last.stream().map(operands::cell).toList();
        var c = FoldValues.of(k, name, ops, body.results());
        c.share(32);
        code.add("@" + name + ".tile = internal addrspace(3) global i32 undef, align 8\n");
        k.unlessFailed(true);
        takeTiles(new Arrays(c, body, f.in().get(0).dtype(), rest, start, out, whole, state, found), k.count(count));
        k.finish();
        var written = new HashSet<>(prefixes);
        written.add(status);
        written.addAll(sums);
        return kernels.add(name, THREADS, TILE, MOST, 8 + c.sharedBytes(32), true, written, operands.args());
    }

    /**
     * What a kernel reads and writes: its {@code body} gets the {@code index} and the {@code rest} of its operands; {@code start} is what is before all; the
     * prefixes go to {@code out}, the {@code whole} to its cells; {@code state} and {@code found} are the working memory that tiles speak through.
     */
    private record Arrays(FoldValues c, Body body, DType index, List<Operand> rest, List<String> start, List<Operand> out, List<String> whole, Operand state,
            List<Operand> found) {
    }

    /** The tile that a block is at, and this thread's place in it: {@code first} is its first element, {@code end} the last of all. All are i64. */
    private record Tile(String number, String tiles, String items, String thread, String lane, String warp, String first, String end) {
        /** The condition that an element is there. */
        String has(KernelText k, String i) {
            return k.op("icmp slt", i, items);
        }
    }

    /** A thread's elements in its warp's part of a tile: per turn the index and the warp's inclusive prefix there, and what the whole part adds up to. */
    private record Segment(List<String> at, List<List<String>> prefixes, List<String> sum) {
    }

    /** The block takes one tile after the other, until there is none left. */
    private void takeTiles(Arrays a, String items) {
        KernelText k = a.c.k();
        String tiles = k.ceil(items, TILE);
        String thread = k.thread();
        String leads = k.op("icmp eq", thread, 0);
        k.when(k.def("and i1 " + leads + ", " + k.op("icmp eq", items, 0)), () -> a.c.storeCells(a.whole, a.start));
        String head = k.label("tiles");
        String in = k.label("tile");
        String done = k.label("end");
        k.place(head);
        String slot = k.def("addrspacecast ptr addrspace(3) @" + a.c.name() + ".tile to ptr");
        k.when(leads, () -> k.line("store i32 " + k.def("atomicrmw add ptr " + a.state.text() + ", i32 1 " + KernelText.SCOPE + " monotonic") + ", ptr " + slot));
        k.barrier();
        String number = k.def("zext i32 " + k.def("load i32, ptr " + slot) + " to i64");
        k.branch(k.op("icmp slt", number, tiles), in, done);
        k.here(in);
        String lane = k.op("and", thread, WARP - 1);
        String warp = k.op("lshr", thread, 5);
        String segment = k.op("add", k.op("mul", number, TILE), k.op("mul", warp, WARP * TURNS));
        String first = k.op("add", segment, lane);
        String end = k.op("sub", items, 1);
        scanTile(a, new Tile(number, tiles, items, thread, lane, warp, first, end));
        k.barrier();
        k.goTo(head);
        k.here(done);
    }

    /** Each warp scans its part of the tile, the first one finds out what is before the tile, then all prefixes are stored. */
    private void scanTile(Arrays a, Tile t) {
        FoldValues c = a.c;
        KernelText k = c.k();
        Segment segment = segment(a, t);
        k.when(k.op("icmp eq", t.lane, 0), () -> c.storeShared(t.warp, segment.sum));
        k.barrier();
        List<String> before = c.identities();
        List<String> total = c.loadShared("0");
        for (int w = 1; w < WARPS; w++) {
            before = c.choose(k.op("icmp eq", t.warp, w), total, before);
            total = c.join(total, c.loadShared(Integer.toString(w)));
        }
        List<String> own = total;
        k.when(k.op("icmp ult", t.thread, WARP),
            () -> new LookBack(c, a.state, a.found, t.tiles, t.lane, group).publish(t.number, own, a.start));
        k.barrier();
        List<String> prefix = c.join(c.loadShared(Integer.toString(PREFIX)), before);
        for (int turn = 0; turn < TURNS; turn++) {
            String i = segment.at.get(turn);
            List<String> inside = segment.prefixes.get(turn);
            k.when(t.has(k, i), () -> {
                List<String> sum = c.join(prefix, inside);
                c.storeAt(a.out, i, sum);
                k.when(k.op("icmp eq", i, t.end), () -> c.storeCells(a.whole, sum));
            });
        }
    }

    /** Loads the thread's elements of the tile and scans its warp's part of it. */
    private static Segment segment(Arrays a, Tile t) {
        FoldValues c = a.c;
        KernelText k = c.k();
        var at = new ArrayList<String>();
        var values = new ArrayList<List<String>>();
        for (int turn = 0; turn < TURNS; turn++) {
            // behind the end the last element stands in, so that all loads are under way at once
            String i = turn == 0 ? t.first : k.op("add", t.first, turn * WARP);
            String here = k.def("select i1 " + t.has(k, i) + ", i64 " + i + ", i64 " + t.end);
            List<String> args = k.args(a.index, here, a.rest);
            at.add(i);
            values.add(c.choose(t.has(k, i), k.call(a.body, args, null), c.identities()));
        }
        var prefixes = new ArrayList<List<String>>();
        List<String> carry = null;
        for (List<String> v : values) {
            List<String> sum = alongWarp(c, v, t.lane);
            List<String> prefix = carry == null ? sum : c.join(carry, sum);
            prefixes.add(prefix);
            carry = c.fromLane(prefix, Integer.toString(WARP - 1));
        }
        return new Segment(at, prefixes, carry);
    }

    /** Inclusive prefixes of the lanes' values. */
    private static List<String> alongWarp(FoldValues c, List<String> values, String lane) {
        KernelText k = c.k();
        String lane32 = k.def("trunc i64 " + lane + " to i32");
        List<String> now = values;
        for (int d = 1; d < WARP; d *= 2) {
            String from = k.def("sub i32 " + lane32 + ", " + d);
            now = c.choose(k.def("icmp sge i32 " + from + ", 0"), c.join(c.fromLane(now, from), now), now);
        }
        return now;
    }

    /** One warp finds out what is before its tile and says what others wait for. What has been found is in {@code sums}, whether in {@code state}. */
    private record LookBack(FoldValues c, Operand state, List<Operand> sums, String tiles, String lane, int size) {
        /** {@code own}: what the tile adds up to; {@code start}: what is before all. The prefix is left in shared memory. */
        void publish(String tile, List<String> own, List<String> start) {
            KernelText k = c.k();
            String groups = k.ceil(tiles, size);
            String group = k.op("lshr", tile, Integer.numberOfTrailingZeros(size));
            String large = k.op("lshr", group, Integer.numberOfTrailingZeros(size));
            String inGroup = k.op("and", tile, size - 1);
            String inLarge = k.op("and", group, size - 1);
            String leads = k.op("icmp eq", lane, 0);
            k.when(leads, () -> say(tile, own));
            String larges = k.op("add", tiles, groups);
            String groupOfLane = k.op("add", k.op("add", tiles, k.op("sub", group, inLarge)), lane);
            String tileOfLane = k.op("add", k.op("sub", tile, inGroup), lane);
            String largeBefore = k.op("add", larges, large);
            // all looks are under way at once; lanes with nothing to look for see their own tile
            String nearLook = look(k.def("select i1 " + k.op("icmp ult", lane, inGroup) + ", i64 " + tileOfLane + ", i64 " + tile));
            String groupLook = look(k.def("select i1 " + k.op("icmp ult", lane, inLarge) + ", i64 " + groupOfLane + ", i64 " + tile));
            String farLook = look(largeBefore);
            List<String> tilesBefore = gather(tileOfLane, inGroup, nearLook);
            List<String> ofGroup = c.join(tilesBefore, own);
            String lastOfGroup = k.def("and i1 " + leads + ", " + k.op("icmp eq", inGroup, size - 1));
            k.when(lastOfGroup, () -> say(k.op("add", tiles, group), ofGroup));
            List<String> groupsBefore = gather(groupOfLane, inLarge, groupLook);
            List<String> far = c.variables();
            c.set(far, start);
            k.when(k.op("icmp ne", large, 0), () -> c.set(far, wait(largeBefore, farLook)));
            List<String> upToGroup = c.join(c.get(far), groupsBefore);
            String lastOfLarge = k.def("and i1 " + lastOfGroup + ", " + k.op("icmp eq", inLarge, size - 1));
            k.when(lastOfLarge, () -> say(k.op("add", larges, k.op("add", large, 1)), c.join(upToGroup, ofGroup)));
            List<String> prefix = c.join(upToGroup, tilesBefore);
            k.when(leads, () -> c.storeShared(Integer.toString(PREFIX), prefix));
        }

        private String flag(String node) {
            return c.k().element(inWords(c.types()) ? DType.I64 : DType.I32, state.text(), c.k().def("add i64 " + node + ", 1"));
        }

        private void say(String node, List<String> values) {
            KernelText k = c.k();
            if (inWords(c.types())) {
                String bits = k.def("zext i32 " + k.bits(c.types().get(0), values.get(0)) + " to i64");
                k.line("store atomic i64 " + k.op("or", bits, (1L << 32)) + ", ptr " + flag(node) + " " + KernelText.SCOPE + " monotonic, align 8");
                return;
            }
            c.storeAt(sums, node, values);
            k.line("store atomic i32 1, ptr " + flag(node) + " " + KernelText.SCOPE + " release, align 4");
        }

        /** The first look at what a node says, if it is said in words. */
        private String look(String node) {
            return inWords(c.types()) ? c.k().def("load atomic i64, ptr " + flag(node) + " " + KernelText.SCOPE + " monotonic, align 8") : null;
        }

        /** What a node adds up to, once it has said so. Tiles are taken in order, so those before are all at work. */
        private List<String> wait(String node, String seen) {
            KernelText k = c.k();
            String look = k.label("look");
            String found = k.label("found");
            if (seen == null) {
                String flag = flag(node);
                k.place(look);
                k.branch(k.def("icmp eq i32 " + k.def("load atomic i32, ptr " + flag + " " + KernelText.SCOPE + " acquire, align 4") + ", 0"), look, found);
                k.here(found);
                return c.loadAt(sums, node);
            }
            String word = k.alloca("i64");
            String again = k.label("again");
            k.line("store i64 " + seen + ", ptr " + word);
            k.place(look);
            String w = k.def("load i64, ptr " + word);
            k.branch(k.op("icmp eq", k.op("lshr", w, 32), 0), again, found);
            k.here(again);
            k.line("store i64 " + look(node) + ", ptr " + word);
            k.goTo(look);
            k.here(found);
            return List.of(k.fromBits(c.types().get(0), k.def("trunc i64 " + w + " to i32")));
        }

        /** Joins {@code n} nodes, fewer than there are lanes: each lane waits for its {@code node}. */
        private List<String> gather(String node, String n, String seen) {
            KernelText k = c.k();
            List<String> mine = c.variables();
            c.set(mine, c.identities());
            k.when(k.op("icmp ult", lane, n), () -> c.set(mine, wait(node, seen)));
            return c.acrossWarp(c.get(mine));
        }
    }
}
