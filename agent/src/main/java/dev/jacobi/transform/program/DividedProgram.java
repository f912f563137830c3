package dev.jacobi.transform.program;

import dev.jacobi.array.core.NeedsExtent;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.lift.request.Program;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.pjrt.hlo.MeshSharding;
import dev.jacobi.spi.MeshAxes;
import dev.jacobi.spi.Partition;
import dev.jacobi.transform.mesh.Partitioned;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A program of whole arrays as the simulated devices of a mesh run it: each does with its blocks what {@link Partitioned} says, all of them side by side.
 *
 * @param program of whole arguments and results, which it divides among the devices and joins
 * @param mesh the devices
 * @param results how each leaf of the result lies then; none where the program could not be divided
 * @param reasons what is not divided though it was asked for, and why, as parts of sentences
 */
public record DividedProgram(Program program, MeshAxes mesh, List<Partition> results, List<String> reasons) {
    /** Whether a program has whole arrays on simulated devices in it, which are to divide them. What is written for each device ({@code shardMap}) is divided already. */
    public static boolean isFor(Program p) {
        MeshSharding on = ProgramSharding.of(p);
        return on != null && on.devices().isEmpty() && p.module().funcs().values().stream().noneMatch(DividedProgram::hasBlocks);
    }

    private static boolean hasBlocks(Func f) {
        return Regions.any(f.body(), e -> e.prim() == Prim.SHARD && ((Params.Layout) e.params()).axes().contains(Params.Layout.OPEN));
    }

    /**
     * Divides a program. It is made for the lengths of its arrays.
     *
     * @throws NeedsExtent if it is not yet
     */
    public static DividedProgram of(ProgramSession session, Program whole, ValueTree.Word w) {
        MeshSharding on = ProgramSharding.of(whole);
        var mesh = new MeshAxes(on.names(), on.sizes(), on.devices());
        String not = undivided(whole);
        if (not != null) {
            return new DividedProgram(whole, mesh, List.of(), List.of("the program is computed as a whole, because " + not));
        }
        List<int[]> shapes = shapes(whole);
        try {
            Partitioned p = Partitioned.of(whole.main(), mesh, shapes, on.in(), on.out());
            List<Partition> out = p.out().stream().map(Partition::new).toList();
            Program devices = Transforms.with(whole, p.device());
            Program made = new Blocks(new Transforms(session), mesh, p.in().stream().map(Partition::new).toList(), out, w)
                .around(devices, "devices(" + whole.entry() + ")", whole.args(), whole.main().in().stream().map(Var::type).toList());
            return new DividedProgram(new Program(made.module(), made.entry(), made.args(), w, made.statics(), made.result(), List.of(), whole.changed()), mesh, out, List.copyOf(new LinkedHashSet<>(p.reasons())));
        } catch (RuntimeException r) { // whatever it is, the whole program computes the same
            return new DividedProgram(whole, mesh, List.of(), List.of("the program is computed as a whole, because " + (r.getMessage() == null ? r : r.getMessage())));
        }
    }

    /** Why a program is not divided, or null. */
    private static String undivided(Program p) {
        if (!p.writes().isEmpty()) {
            return "it changes arrays that it was given";
        }
        return p.module().funcs().values().stream().anyMatch(f -> Regions.any(f.body(), e -> e.prim() == Prim.DEBUG_CALLBACK)) ? "it has debug callbacks, which each device would make" : null;
    }

    /** The lengths of each input's axes; null for one whose lengths are known at the call only, as those of Java arrays are. */
    private static List<int[]> shapes(Program p) {
        List<ValueTree.Leaf> leaves = new ArrayList<>(ValueTree.leaves(p.args()));
        leaves.addAll(p.function().leaves());
        var shapes = new ArrayList<int[]>();
        for (int k = 0; k < p.main().in().size(); k++) {
            Type t = p.main().in().get(k).type();
            if (k < leaves.size() && leaves.get(k).isNDArray()) {
                leaves.get(k).array().dims().stream().filter(d -> !d.isConst()).findFirst().ifPresent(d -> {
                    throw NeedsExtent.of(d.sym());
                });
            }
            shapes.add(t.dims().stream().allMatch(Dim::isConst) ? t.dims().stream().mapToInt(d -> (int) d.add()).toArray() : null);
        }
        return shapes;
    }

    /** The same with the program's module after a pass. */
    public DividedProgram with(Module m) {
        return new DividedProgram(program.with(m), mesh, results, reasons);
    }

    /** The reasons as a sentence in front of which there is another one; empty where there are none. */
    public String sentence() {
        return reasons.isEmpty() ? "" : reasons.stream().collect(Collectors.joining("; ", " On its " + mesh.places() + " simulated devices ", "."));
    }
}
