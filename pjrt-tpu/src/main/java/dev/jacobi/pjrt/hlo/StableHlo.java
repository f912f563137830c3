package dev.jacobi.pjrt.hlo;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.NoRule;
import dev.jacobi.ir.pass.PassManager;
import dev.jacobi.ir.simplify.Inline;
import dev.jacobi.pjrt.hlo.lanes.EmitContext;
import dev.jacobi.pjrt.hlo.lanes.LaneValue;
import dev.jacobi.pjrt.hlo.prepare.F64Representation;
import dev.jacobi.pjrt.hlo.text.Ops;
import dev.jacobi.pjrt.hlo.text.RegionText;
import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;
import dev.jacobi.pjrt.program.HloProgram;
import dev.jacobi.pjrt.program.HloRefusal;
import dev.jacobi.vectorize.recursion.RecursionToLoop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The way from IR to StableHLO text: types for one call's shapes, main's frame, the body by {@link PrimitiveRules}. */
public final class StableHlo {
    static final String F64_AS_F32 = "f64 values are written as f32, which the device computes with, so results have 24 bits";

    private StableHlo() {
    }

    /**
     * Writes a function of the module as a StableHLO program.
     *
     * @param shapes the types of the arguments, with constant extents
     * @throws HloRefusal with a sentence when the function has no StableHLO form
     */
    public static HloProgram emit(Module m, String entry, List<Type> shapes, HloOptions options) {
        return emit(m, entry, shapes, options, PassManager.quiet());
    }

    /** The same; {@code passes} runs what {@link TpuPipeline} lists. */
    public static HloProgram emit(Module program, String entry, List<Type> shapes, HloOptions options, PassManager passes) {
        Func original = program.get(entry);
        if (original == null) {
            throw new IllegalArgumentException("the module has no function " + entry);
        }
        validate(entry, original, shapes);
        Module m = passes.run(TpuPipeline.searches(), passes.run(TpuPipeline.factors(), options.fast() ? passes.run(TpuPipeline.library(), program) : program));
        Module products = options.fast() ? passes.run(TpuPipeline.products(), m) : m;
        if (!products.equals(m)) {
            try {
                return emitted(products, entry, shapes, options, passes);
            } catch (HloRefusal r) {
                // Operands of a product have fixed extents, which the loops' need not be.
            }
        }
        return emitted(m, entry, shapes, options, passes);
    }

    private static HloProgram emitted(Module m, String entry, List<Type> shapes, HloOptions options, PassManager passes) {
        Module sized = passes.run(TpuPipeline.sized(options), m);
        var notes = new ArrayList<String>();
        if (!m.equals(sized)) {
            notes.add("of loops whose number of trips is not known " + options.tape() + " entries are kept, and a call that needs more has no result");
        }
        try {
            return write(passes.run(TpuPipeline.types(options), sized), sized, entry, shapes, options, notes);
        } catch (HloRefusal r) {
            if (r.reason() != HloRefusal.Reason.RECURSION) {
                throw r;
            }
            notes.add("recursion is a loop with room for " + options.depth() + " calls within calls, and a call that goes deeper has no result");
            Module plain = withoutRecursion(sized, entry, options, passes);
            Module loops = passes.run(TpuPipeline.plainTypes(options), plain);
            // A compiler that knows all that a loop begins with might run it.
            var fixed = new HashMap<>(options.fixed());
            fixed.keySet().retainAll(wanted(plain, entry));
            return write(loops, sized, entry, shapes, options.withFixed(fixed), notes);
        }
    }

    private static Module withoutRecursion(Module m, String entry, HloOptions options, PassManager passes) {
        try {
            return passes.run(TpuPipeline.withoutRecursion(entry, options), m);
        } catch (NoRule n) {
            throw new HloRefusal(HloRefusal.Reason.RECURSION, entry + " calls itself to a depth that depends on data, and StableHLO has no recursion; a loop cannot take its"
                + " place because " + n.getMessage() + "; write it as a loop or run the method on the CPU");
        }
    }

    private static HloProgram write(Module module, Module original, String entry, List<Type> shapes, HloOptions options, List<String> notes) {
        Func f = module.get(entry);
        var e = new EmitContext(module, context -> new PrimitiveRules(context, options.sharding()), options.fast());
        e.o.precision(options.precision().name());
        var params = new ArrayList<Type>();
        var arguments = new ArrayList<Integer>();
        var heads = new ArrayList<Tensor>();
        boolean narrowed = options.f64AsF32() && usesF64(original);
        for (int k = 0; k < shapes.size(); k++) {
            Type t = options.f64AsF32() ? F64Representation.type(shapes.get(k)) : shapes.get(k);
            Lit fixed = options.fixed().get(k);
            if (fixed != null) {
                boolean real = t.dtype() == DType.F32 && fixed.dtype() == DType.F64;
                e.set(f.in().get(k), LaneValue.of(real ? Lit.real(DType.F32, fixed.asDouble()) : fixed));
                continue;
            }
            var head = new Tensor("%arg" + params.size(), t.dtype(), t.dims().stream().mapToInt(d -> Math.toIntExact(d.add())).toArray());
            LaneValue value = LaneValue.of(head, List.of());
            e.set(f.in().get(k), value);
            HloOptions.Range range = options.ranges().get(k);
            if (range != null) {
                e.l.within(value, range.least(), range.most());
            }
            heads.add(head);
            params.add(t);
            arguments.add(k);
        }
        e.body(f.body());
        e.o.origin(null);
        List<Tensor> out = new ArrayList<>();
        for (Atom a : f.out()) {
            LaneValue v = e.get(a);
            out.add(e.l.full(v, List.of(), v.dims));
        }
        List<Type> results = out.stream().map(t -> new Type(t.dtype(), Arrays.stream(t.shape()).mapToObj(Dim::of).toList())).toList();
        int ok = e.ok() == null ? -1 : out.size();
        if (ok >= 0) {
            out.add(e.ok());
        }
        if (narrowed) {
            e.notes.add(0, F64_AS_F32);
        }
        e.notes.addAll(notes);
        Map<Integer, Integer> donated = !options.donate() ? Map.of()
            : Donation.of(Inline.run(module, entry).get(entry), options.places(), arguments, heads, out, e.o.code().lines);
        return program(e, new Frame(heads, out, params, arguments, donated, results, ok, options.sharding()));
    }

    /** What main takes and gives. */
    private record Frame(List<Tensor> heads, List<Tensor> out, List<Type> params, List<Integer> arguments, Map<Integer, Integer> donated, List<Type> results, int ok, MeshSharding sharding) {
        String argument(int k) {
            var marks = new ArrayList<String>();
            if (donated.containsKey(k)) {
                marks.add("tf.aliasing_output = " + donated.get(k) + " : i32");
            }
            if (sharding != null) {
                marks.add(sharding.ofInput(arguments.get(k), heads.get(k).shape().length));
            }
            return heads.get(k).name() + ": " + heads.get(k).type() + marked(marks);
        }

        String result(int k) {
            String mark = sharding == null ? "" : sharding.ofResult(k, out.get(k).shape().length);
            return out.get(k).type() + marked(mark.isEmpty() ? List.of() : List.of(mark));
        }

        private static String marked(List<String> attributes) {
            return attributes.isEmpty() ? "" : " {" + String.join(", ", attributes) + "}";
        }
    }

    private static HloProgram program(EmitContext e, Frame f) {
        var all = new RegionText(null);
        String in = IntStream.range(0, f.heads.size()).mapToObj(f::argument).collect(Collectors.joining(", "));
        String results = IntStream.range(0, f.out.size()).mapToObj(f::result).collect(Collectors.joining(", "));
        all.line("module @jacobi {", null);
        if (f.sharding != null) {
            all.line("  " + f.sharding.mesh(), null);
        }
        all.line("  func.func public @main(" + in + ")" + (f.out.isEmpty() ? "" : " -> (" + results + ")") + " {", null);
        var body = new RegionText(null);
        body.nested(e.o.code());
        all.nested(body);
        all.line("    return" + (f.out.isEmpty() ? "" : " " + Ops.names(f.out) + " : " + Ops.types(f.out)), null);
        all.line("  }", null);
        all.line("}", null);
        return new HloProgram(String.join("\n", all.lines) + "\n", f.params, f.arguments, f.donated, f.results, f.ok, all.origins, e.notes);
    }

    private static void validate(String entry, Func f, List<Type> shapes) {
        if (shapes.size() != f.in().size()) {
            throw new IllegalArgumentException(entry + " takes " + f.in().size() + " arguments, not " + shapes.size());
        }
        for (int k = 0; k < shapes.size(); k++) {
            Type t = shapes.get(k);
            if (!f.in().get(k).type().accepts(t) || t.dims().stream().anyMatch(d -> !d.isConst())) {
                throw new IllegalArgumentException("argument " + k + " of " + entry + " is a " + f.in().get(k).type() + ", for which " + t + " is no type of one call");
            }
        }
    }

    private static boolean usesF64(Module m) {
        return m.toString().contains("f64");
    }

    /** The scalar inputs whose values extents or trip counts of parallel loops depend on: {@link HloOptions#fixed} should have them. {@code fast}: {@link HloOptions#fast}. */
    public static List<Integer> extentInputs(Module m, String entry, boolean fast) {
        Module split = TpuPipeline.split().run(m);
        Module sized = TpuPipeline.sized(HloOptions.DEFAULT).run(fast ? TpuPipeline.products().run(split) : split);
        try {
            return wanted(RecursionToLoop.run(sized, entry, HloOptions.DEFAULT.depth()), entry);
        } catch (NoRule n) {
            return wanted(sized, entry);
        }
    }

    private static List<Integer> wanted(Module m, String entry) {
        Func f = Inline.run(m, entry).get(entry);
        Map<Integer, Eqn> defs = Regions.definitions(f.body());
        Map<Integer, Atom> params = new HashMap<>();
        var wanted = new ArrayList<Atom>();
        Regions.each(f.body(), e -> {
            wanted.addAll(extents(e));
            RegionView.of(e).carried().forEach(c -> c.params().forEach(p -> params.put(p.id(), c.init())));
        });
        Set<Integer> seen = new HashSet<>();
        while (!wanted.isEmpty()) {
            Atom a = wanted.remove(wanted.size() - 1);
            if (!(a instanceof Var v) || !v.type().isScalar() || !seen.add(v.id())) {
                continue;
            }
            if (params.containsKey(v.id())) {
                wanted.add(params.get(v.id()));
            }
            Eqn e = defs.get(v.id());
            if (e != null) {
                e.in().stream().filter(x -> e.prim() != Prim.CALL || x.dtype().isInt()).forEach(wanted::add);
                for (Region r : Regions.of(e)) {
                    wanted.addAll(r.out());
                }
            }
        }
        return IntStream.range(0, f.in().size()).filter(k -> seen.contains(f.in().get(k).id())).boxed().toList();
    }

    /** The operands that decide about shapes or trips. */
    private static List<Atom> extents(Eqn e) {
        List<Atom> in = e.in();
        return switch (e.prim().form()) {
            case FULL, BROADCAST, RESHAPE -> in.subList(1, in.size());
            case IOTA, ACC_NEW -> in;
            case SLICE -> in.subList(1 + (in.size() - 1) / 2, in.size());
            case MAP, REDUCE, SCAN, HIST -> in.subList(0, 1);
            // Trips that hand numbers on can run together when it is known how many there are; others do as much each that they may as well be counted.
            case FOR -> Regions.any(RegionView.of(e).body().body()) ? List.of() : in.subList(0, 1);
            // Recursion that cannot be a loop ends at compile time or not at all.
            case CALL -> in.stream().filter(a -> a.dtype().isInt()).toList();
            case ELEMENTWISE, FUNCTION, SELECT, COPY, DIM, TRANSPOSE, REV, UPDATE_SLICE, PAD, CONCAT, INDEX, UPDATE, GATHER, SCATTER, REDUCE_ADD,
                 REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX,
                 DOT_GENERAL, CONV, SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, COND, WHILE, CHECK, DEBUG_CALLBACK, ACC_ADD, ACC_GET,
                 THREEFRY2X32, PSUM, PMAX, PMIN, ALL_GATHER, AXIS_INDEX, STOP_GRADIENT, SHARD, OPT_BARRIER -> List.of();
        };
    }
}
