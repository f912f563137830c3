package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.llvm.math.MathLibrary;
import dev.jacobi.llvm.math.SharedFormulas;
import dev.jacobi.vectorize.factor.FactorLoops;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Array primitives become parallel loops over scalars, and transcendental functions their formulas, unless they are {@link SharedFormulas}; everything else is
 * copied. */
public final class Lower {
    private final Builder b;
    private final Rebuild to;
    private final BackendLowering own;
    private final boolean brief;
    private final boolean library;
    private final boolean hosted;
    private final Set<SharedFormulas.Use> shared;
    /** Which operations become parts of others; null where each has a loop of its own. */
    private final Fusion fusion;
    /** What sine and cosine of the same angle share, by angles in scope. */
    private Map<Atom, List<Atom>> angles = new HashMap<>();
    private int parallel;

    private Lower(Rebuild to, BackendLowering own, boolean brief, boolean library, boolean hosted, Set<SharedFormulas.Use> shared, Fusion fusion) {
        this.to = to;
        this.b = to.builder();
        this.own = own;
        this.brief = brief;
        this.library = library;
        this.hosted = hosted;
        this.shared = shared;
        this.fusion = fusion;
    }

    /** As a pass, the CPU's way: what is large may go to a native library. */
    public static FunctionPass pass() {
        return PassBuilder.named("lower").establishes(Property.LOWERED).each(f -> run(f, null, false, true, true));
    }

    /** The CPU's way: Fourier transforms stay, of doubles along the last axis, as emitted code calls a library for these. */
    public static Func run(Func f) {
        return Rebuild.run(f, to -> new Lower(to, null, false, false, true, SharedFormulas.of(f), null)::eqn);
    }

    /**
     * {@code own}: what another target makes of equations outside of parallel loops; null for nothing. {@code brief}: functions of floats by
     * {@link MathLibrary#brief}.
     */
    public static Func run(Func f, BackendLowering own, boolean brief) {
        return run(f, own, brief, false, false);
    }

    private static Func run(Func f, BackendLowering own, boolean brief, boolean library, boolean hosted) {
        Fusion fusion = library ? Fusion.of(f) : null;
        return Rebuild.run(f, to -> new Lower(to, own, brief, library, hosted, SharedFormulas.of(f), fusion)::eqn);
    }

    private Region region(Region r) {
        Map<Atom, List<Atom>> outside = angles;
        angles = new HashMap<>(outside);
        Region done = to.region(r);
        angles = outside;
        return done;
    }

    private List<? extends Atom> eqn(Eqn source) {
        List<? extends Atom> fused = fusion == null ? null : fused(source);
        if (fused != null) {
            return fused;
        }
        boolean loop = source.prim() == Prim.MAP || source.prim() == Prim.REDUCE || source.prim() == Prim.SCAN || source.prim() == Prim.HIST;
        boolean ask = own != null && parallel == 0;
        parallel += loop ? 1 : 0;
        Eqn e = Regions.map(source, this::region);
        parallel -= loop ? 1 : 0;
        List<? extends Atom> out = ask ? own.lower(b, e, e.in()) : null;
        out = out == null ? lowered(e, e.in()) : out;
        return out == null ? to.keep(e) : out;
    }

    /** What stands for the result of an equation that becomes part of others, or asks for the extent of such a one; else null. */
    private List<Atom> fused(Eqn e) {
        if (fusion.isNumber(e)) {
            return List.of(e.in().get(0));
        } else if (fusion.defer(e)) {
            return List.of(e.result());
        } else if (e.prim() == Prim.DIM && fusion.pending(e.in().get(0)) != null) {
            return List.of(b.dim(leaves(e.in()).get(0), ((Params.Axis) e.params()).axis()));
        }
        return null;
    }

    /** The arrays whose elements an elementwise operation needs. */
    private List<Atom> leaves(List<Atom> in) {
        var leaves = new LinkedHashSet<Atom>();
        in.forEach(a -> fusion.leaves(a, leaves));
        return List.copyOf(leaves);
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
                new LowerStructure(b).lower(e, in);
            case REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN,
                 CUM_MAX -> new LowerReductions(b).lower(e, in);
            case FFT -> hosted ? new LowerLibrary(b, library).lines(e, in) : new LowerLibrary(b, library).lower(e, in);
            case DOT_GENERAL, CONV, SORT, CHOLESKY, TRIANGULAR_SOLVE -> new LowerLibrary(b, library).lower(e, in);
            case LU, QR, EIGH, SVD -> library ? new LowerDecompositions(b).lower(e, in.get(0)) : FactorLoops.append(b, e, in.get(0), false);
            case ALL_GATHER -> new LowerStructure(b).lower(e, in);
            case FULL, DIM, RESHAPE, INDEX, UPDATE, COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST, CALL, CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_ADD,
                 ACC_GET, PSUM, PMAX, PMIN, AXIS_INDEX, STOP_GRADIENT, OPT_BARRIER -> null;
        };
    }

    /** The library's formula put in place of a transcendental function, or null when it has none. */
    private List<Atom> formula(Prim p, List<Atom> in) {
        DType t = in.get(0).dtype();
        if (!(brief && t == DType.F32) && shared.contains(new SharedFormulas.Use(p, t))) {
            return null;
        }
        Func ofAngle = brief && t == DType.F32 ? MathLibrary.ofAngle(p) : null;
        if (ofAngle != null) {
            return Rewrite.inline(b, ofAngle, angles.computeIfAbsent(in.get(0), x -> Rewrite.inline(b, MathLibrary.angle(), in)));
        }
        Func f = brief && t == DType.F32 ? MathLibrary.brief(p) : null;
        f = f == null ? MathLibrary.func(p, t) : f;
        if (f == null && (t == DType.F16 || t == DType.BF16)) {
            List<Atom> wide = in.stream().map(a -> (Atom) b.convert(a, DType.F32)).toList();
            List<Atom> r = formula(p, wide);
            return List.of(b.convert(r == null ? b.emitAll(p, Params.NONE, wide).get(0) : r.get(0), t));
        }
        return f == null ? null : Rewrite.inline(b, f, in);
    }

    /** One map over all elements in row-major order. */
    private List<Var> elementwise(Eqn e, List<Atom> in) {
        var nest = new Nest(b);
        if (fusion == null) {
            return nest.flat(in.stream().filter(Atom::isArray).findFirst().orElseThrow(), in, scalars -> scalar(e, scalars));
        }
        List<Atom> leaves = leaves(in);
        return nest.flat(leaves.get(0), leaves, elements -> {
            var known = new HashMap<Atom, Atom>();
            for (int k = 0; k < leaves.size(); k++) {
                known.put(leaves.get(k), elements.get(k));
            }
            return scalar(e, in.stream().map(a -> element(a, known)).toList());
        });
    }

    /** An element of an operand, which may be the result of an operation that was left out. */
    private Atom element(Atom a, Map<Atom, Atom> known) {
        Eqn e = fusion.pending(a);
        return e == null ? known.getOrDefault(a, a) : scalar(e, e.in().stream().map(x -> element(x, known)).toList()).get(0);
    }

    /** The operation on elements. */
    private List<? extends Atom> scalar(Eqn e, List<Atom> scalars) {
        List<? extends Atom> inner = lowered(new Eqn(e.prim(), scalars, e.params(), e.out().stream().map(v -> new Var(v.id(), v.type().element())).toList()), scalars);
        return inner != null ? inner : b.emitAll(e.prim(), e.params(), scalars);
    }
}
