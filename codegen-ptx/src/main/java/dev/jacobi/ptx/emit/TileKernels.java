package dev.jacobi.ptx.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.DeviceCode.Body;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.ptx.emit.KernelBuilder.Launch;
import dev.jacobi.ptx.emit.KernelBuilder.Operands;
import dev.jacobi.ptx.emit.KernelText.Operand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A map over a space of two indices, some of whose accesses go along one and some along the other, as in a transpose: a block takes a tile of 32 x 32, its threads lie beside each other once along the first
 * index and once along the second, and what goes from one to the other passes through shared memory.
 */
public final class TileKernels {
    /** Items of a tile in each direction. */
    public static final int TILE = 32;
    private static final int ROWS = KernelBuilder.THREADS / TILE;
    private static final int PADDED = TILE + 1;

    /**
     * A body in three, each a function of the two indices and what it uses: what it reads along the first index, what goes along the second, and what it writes along the first. {@code main} knows what
     * {@code loads} has read by name, and {@code stores} what {@code main} gives.
     */
    public record Stages(Func loads, Func main, Func stores) {
        /** What passes through shared memory. */
        List<Var> crossing() {
            var all = new ArrayList<>(Var.among(loads.out()));
            all.addAll(scalars(main.out()));
            return all;
        }

        static List<Var> scalars(List<Atom> out) {
            return Var.among(out).stream().filter(v -> !v.isArray()).toList();
        }

        /** Bytes of shared memory. */
        public int shared() {
            return crossing().stream().mapToInt(v -> TILE * PADDED * v.dtype().bytes()).sum();
        }
    }

    private final KernelBuilder kernels;

    public TileKernels(KernelBuilder kernels) {
        this.kernels = kernels;
    }

    /** {@code indices}: the two; {@code written}: what the body writes to. */
    public Launch map(List<? extends Atom> extents, List<Var> indices, Stages stages, Set<Var> written) {
        String name = kernels.name("tiles");
        var k = new KernelText(kernels.code, name);
        var operands = new Operands(k, kernels.device, written, Set.of());
        List<Operand> counts = operands.get(extents);
        List<Var> crossing = stages.crossing();
        var funcs = List.of(stages.loads(), stages.main(), stages.stores());
        var bodies = new ArrayList<Body>();
        Map<Var, Operand> known = new HashMap<>();
        for (Func f : funcs) {
            bodies.add(f.out().isEmpty() ? null : kernels.code.add(name + ".stage" + bodies.size(), f, written.stream().filter(f.in()::contains).collect(Collectors.toSet())));
            f.in().stream().filter(v -> !indices.contains(v) && !crossing.contains(v)).forEach(v -> known.put(v, operands.get(v)));
        }
        crossing.forEach(v -> kernels.code.add("@" + name + ".tile" + crossing.indexOf(v) + " = internal addrspace(3) global [" + TILE * PADDED + " x " + Ty.memory(v.dtype()) + "] undef, align 16\n"));
        k.unlessFailed(true);
        List<String> dims = counts.stream().map(k::count).toList();
        List<String> tiles = dims.stream().map(d -> k.ceil(d, TILE)).toList();
        String thread = k.thread();
        String beside = k.op("and", thread, TILE - 1);
        String row = k.op("lshr", thread, 5);
        k.loop(k.block(), KernelBuilder.product(k, tiles), k.blocks(), number -> {
            List<String> first = KernelBuilder.indices(k, number, tiles).stream().map(t -> k.op("mul", t, TILE)).toList();
            for (int s = 0; s < funcs.size(); s++) {
                if (bodies.get(s) != null) {
                    stage(k, name, funcs.get(s), bodies.get(s), indices, crossing, known, s == 1, first, dims, beside, row);
                    k.barrier();
                }
            }
        });
        k.finish();
        return kernels.add(name, KernelBuilder.THREADS, TILE * TILE, 1 << 16, stages.shared(), true, written, operands.args());
    }

    /** All items of a tile; {@code along}: neighbouring threads have neighbours of the second index. */
    private void stage(KernelText k, String name, Func f, Body body, List<Var> indices, List<Var> crossing, Map<Var, Operand> known, boolean along, List<String> first, List<String> dims, String beside,
            String row) {
        for (int e = 0; e < TILE / ROWS; e++) {
            String other = k.op("add", row, e * ROWS);
            List<String> in = along ? List.of(other, beside) : List.of(beside, other);
            List<String> at = List.of(k.op("add", first.get(0), in.get(0)), k.op("add", first.get(1), in.get(1)));
            String inside = k.def("and i1 " + k.op("icmp slt", at.get(0), dims.get(0)) + ", " + k.op("icmp slt", at.get(1), dims.get(1)));
            String place = k.op("add", k.op("mul", in.get(0), PADDED), in.get(1));
            k.when(inside, () -> {
                var args = new ArrayList<String>();
                for (Var v : f.in()) {
                    int d = indices.indexOf(v);
                    DType t = v.dtype();
                    args.add(d >= 0 ? Ty.value(t) + " " + k.narrow(t, at.get(d)) : crossing.contains(v) ? Ty.value(t) + " " + k.load(t, tile(k, name, crossing, v, place)) : known.get(v).args());
                }
                List<String> made = k.call(body, args, null);
                List<Var> out = Stages.scalars(f.out());
                for (int o = 0; o < out.size(); o++) {
                    k.store(out.get(o).dtype(), made.get(o), tile(k, name, crossing, out.get(o), place));
                }
            });
        }
    }

    private static String tile(KernelText k, String name, List<Var> crossing, Var v, String place) {
        return k.element(v.dtype(), k.def("addrspacecast ptr addrspace(3) @" + name + ".tile" + crossing.indexOf(v) + " to ptr"), place);
    }
}
