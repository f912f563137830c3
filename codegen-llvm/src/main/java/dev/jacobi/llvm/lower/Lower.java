package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.ir.simplify.DeadCode;
import dev.jacobi.llvm.math.MathLibrary;
import dev.jacobi.llvm.math.SharedFormulas;
import dev.jacobi.vectorize.factor.FactorLoops;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Array primitives become parallel loops over scalars, and transcendental functions their formulas, unless they are {@link SharedFormulas}; everything else is
 * copied. */
public final class Lower {
    private final Builder b;
    private final Rebuild to;
    private final BackendLowering own;
    private final boolean library;
    private final boolean hosted;
    private final Set<SharedFormulas.Use> shared;
    private final FusionPlan fusion;
    private final ComputedArrays elements;
    private final Prefixes prefixes = new Prefixes();
    private final Map<Var, LowerSort.End> ends;
    /** What sine and cosine of the same angle share, by angles in scope. */
    private Map<Atom, List<Atom>> angles = new HashMap<>();
    private int parallel;
    /** How many loops of any kind are around. */
    private int loops;

    private Lower(Rebuild to, BackendLowering own, boolean library, boolean hosted, Set<SharedFormulas.Use> shared, FusionPlan fusion, Map<Var, LowerSort.End> ends) {
        this.ends = ends;
        this.to = to;
        this.b = to.builder();
        this.own = own;
        this.library = library;
        this.hosted = hosted;
        this.shared = shared;
        this.fusion = fusion;
        this.elements = new ComputedArrays(b, this::scalar);
    }

    /** As a pass, the CPU's way: what is large may go to a native library. */
    public static FunctionPass pass() {
        return PassBuilder.named("lower").establishes(Property.LOWERED).each(f -> {
            Func lowered = run(f, null, true, true, SharedFormulas.of(f));
            // what products read in place of their copies
            return Regions.any(f.body(), e -> e.prim() == Prim.DOT_GENERAL) ? new DeadCode().run(lowered) : lowered;
        });
    }

    /** The CPU's way: Fourier transforms stay, of doubles along the last axis, as emitted code calls a library for these. */
    public static Func run(Func f) {
        return Rebuild.run(f, to -> new Lower(to, null, false, true, SharedFormulas.of(f), FusionPlan.of(f, null), LowerSort.End.of(f))::eqn);
    }

    /** {@code own}: what another target makes of equations outside of parallel loops; null for nothing. */
    public static Func run(Func f, BackendLowering own) {
        return run(f, own, false, false, SharedFormulas.ofDevice(f));
    }

    private static Func run(Func f, BackendLowering own, boolean library, boolean hosted, Set<SharedFormulas.Use> shared) {
        return Rebuild.run(f, to -> new Lower(to, own, library, hosted, shared, FusionPlan.of(f, own), LowerSort.End.of(f))::eqn);
    }

    private Region region(Region r) {
        Map<Atom, List<Atom>> outside = angles;
        angles = new HashMap<>(outside);
        Region done = to.region(r);
        angles = outside;
        return done;
    }

    private List<? extends Atom> eqn(Eqn source) {
        if (source.out().size() == 1 && fusion.isUnmade(source.result())) {
            elements.put(source.result(), formula(source));
            return source.out();
        }
        if (source.prim() == Prim.DIM) {
            elements.extent(source);
        }
        boolean loop = isParallel(source);
        boolean ask = own != null && parallel == 0;
        parallel += loop ? 1 : 0;
        loops += source.prim() == Prim.COND ? 0 : 1;
        Eqn e = Regions.map(source, this::region);
        loops -= source.prim() == Prim.COND ? 0 : 1;
        parallel -= loop ? 1 : 0;
        List<? extends Atom> out = ask ? own.lower(b, e, e.in()) : null;
        out = out == null ? lowered(e, e.in()) : out;
        out = out == null ? to.keep(e) : out;
        boolean part = e.prim() == Prim.SLICE || e.prim() == Prim.RESHAPE;
        if (part && elements.of(e.in().get(0)) == null) { // else there is no vector to read it in
            prefixes.note(e, e.in(), out.get(0), b);
        }
        return out;
    }

    /** Whether the equation's trips run at the same time. */
    static boolean isParallel(Eqn e) {
        return e.prim() == Prim.MAP || e.prim() == Prim.REDUCE || e.prim() == Prim.SCAN || e.prim() == Prim.HIST;
    }

    private ComputedArrays.Formula formula(Eqn e) {
        return LowerStructure.isFormula(e.prim()) ? new LowerStructure(b, elements).formula(e) : elements.elementwise(e, new Nest(b, elements).extents(shape(e)));
    }

    /** An operand that has the shape of an elementwise equation's results. */
    private static Atom shape(Eqn e) {
        return e.in().stream().filter(Atom::isArray).findFirst().orElseThrow();
    }

    /** What stands for the results, or null when the equation stays as it is. */
    private List<? extends Atom> lowered(Eqn e, List<Atom> in) {
        boolean array = Atom.anyArray(in) || Atom.anyArray(e.out());
        return switch (e.prim().form()) {
            case ELEMENTWISE, THREEFRY2X32 -> array ? elementwise(e, in) : null;
            case SELECT -> in.get(0).isArray() ? elementwise(e, in) : null;
            case FUNCTION -> array ? elementwise(e, in) : formula(e.prim(), in);
            case COPY -> array ? null : in;
            case IOTA, BROADCAST, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, GATHER, SCATTER ->
                new LowerStructure(b, elements).lower(e, in);
            case REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN,
                 CUM_MAX -> new LowerReductions(b, elements).lower(e, in);
            case FFT -> hosted ? new LowerLibrary(b, library).lines(e, in) : new LowerLibrary(b, library).lower(e, in);
            case DOT_GENERAL, CONV, SORT, CHOLESKY, TRIANGULAR_SOLVE -> new LowerLibrary(b, library, loops > 0, prefixes, ends).lower(e, in);
            case LU, QR, EIGH, SVD -> library ? new LowerDecompositions(b).lower(e, in) : FactorLoops.append(b, e, in, false);
            case ALL_GATHER -> new LowerStructure(b, elements).lower(e, in);
            case DIM -> elements.of(in.get(0)) == null ? null : List.of(extent(e, in.get(0)));
            case FULL, RESHAPE, INDEX, UPDATE, COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST, CALL, CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_ADD,
                 ACC_GET, PSUM, PMAX, PMIN, AXIS_INDEX, STOP_GRADIENT, SHARD, OPT_BARRIER -> null;
        };
    }

    private Atom extent(Eqn dim, Atom a) {
        return b.convert(new Nest(b, elements).extent(a, ((Params.Axis) dim.params()).axis()), DType.I32);
    }

    /** The library's formula put in place of a transcendental function, or null when it has none. */
    private List<Atom> formula(Prim p, List<Atom> in) {
        DType t = in.get(0).dtype();
        boolean called = shared.contains(new SharedFormulas.Use(p, t));
        // a reciprocal has the formula for any exponent beside it, which would be too long for a function that shares it
        Func power = p == Prim.POW && in.get(1) instanceof Lit n && (n.asDouble() >= -1 || hosted && !called) ? MathLibrary.power(t, n.asDouble()) : null;
        if (power != null) {
            return Rewrite.inline(b, power, in);
        }
        if (called) {
            return null;
        }
        Func ofAngle = t == DType.F32 ? MathLibrary.ofAngle(p) : null;
        if (ofAngle != null) {
            // a device calls what huge angles need: in place it would be most of a loop's code
            Func angle = hosted ? MathLibrary.angle() : MathLibrary.usualAngle();
            List<Atom> y = Rewrite.inline(b, ofAngle, angles.computeIfAbsent(in.get(0), x -> Rewrite.inline(b, angle, in)));
            return hosted ? y : Rewrite.inline(b, MathLibrary.anyAngle(p), List.of(in.get(0), y.get(0)));
        }
        Func f = MathLibrary.func(p, t);
        if (f == null && (t == DType.F16 || t == DType.BF16)) {
            List<Atom> wide = in.stream().map(a -> (Atom) b.convert(a, DType.F32)).toList();
            List<Atom> r = formula(p, wide);
            return List.of(b.convert(r == null ? b.emitAll(p, Params.NONE, wide).get(0) : r.get(0), t));
        }
        return f == null ? null : Rewrite.inline(b, f, in);
    }

    /** One map over all elements in row-major order, or one for each axis where an operand that is not made is looked up by its indices. */
    private List<? extends Atom> elementwise(Eqn e, List<Atom> in) {
        var nest = new Nest(b, elements);
        if (e.out().size() == 1 && !fusion.together(e.result()).isEmpty()) {
            together(fusion.together(e.result()), e);
            return e.out();
        }
        List<Atom> sources = elements.sources(e);
        if (sources == null || sources.isEmpty()) {
            ComputedArrays.Formula f = formula(e);
            return List.of(nest.tabulate(e.result().dtype(), e.result().type().dims(), f.extents(), f.at()));
        }
        if (e.out().size() == 1) {
            return nest.flat(sources.get(0), sources, scalars -> List.of(elements.of(e, sources, scalars)));
        }
        return nest.flat(shape(e), in, scalars -> scalars(e, scalars));
    }

    /** One loop for the elements of several equations, the last of which stands here; one after the other where their elements have to be looked up. */
    private void together(List<Eqn> before, Eqn last) {
        var nest = new Nest(b, elements);
        elements.put(last.result(), formula(last));
        List<Eqn> all = Stream.concat(before.stream().map(e -> elements.of(e.result()).equation()), Stream.of(last)).toList();
        List<Atom> sources = elements.sources(all);
        if (sources != null && !sources.isEmpty()) {
            nest.flat(sources.get(0), sources, scalars -> elements.of(all, sources, scalars), all.stream().map(Eqn::result).toList());
        }
        for (Eqn e : all) {
            ComputedArrays.Formula f = elements.of(e.result());
            if (sources == null || sources.isEmpty()) {
                Atom made = nest.tabulate(e.result().dtype(), e.result().type().dims(), f.extents(), f.at());
                nest.reshape(made, e.result(), f.extents());
            }
            elements.remove(e.result());
        }
    }

    private Atom scalar(Eqn e, List<Atom> scalars) {
        return scalars(e, scalars).get(0);
    }

    /** The equation's results for scalars in place of arrays. */
    private List<? extends Atom> scalars(Eqn e, List<Atom> scalars) {
        List<? extends Atom> inner = lowered(new Eqn(e.prim(), scalars, e.params(), e.out().stream().map(v -> new Var(v.id(), v.type().element())).toList()), scalars);
        return inner != null ? inner : b.emitAll(e.prim(), e.params(), scalars);
    }
}
