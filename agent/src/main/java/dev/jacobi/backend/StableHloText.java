package dev.jacobi.backend;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.pass.PassManager;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.options.Options;
import dev.jacobi.pjrt.hlo.HloOptions;
import dev.jacobi.pjrt.hlo.StableHlo;
import dev.jacobi.pjrt.program.HloProgram;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A prepared program as StableHLO text, for arguments of one shape. */
final class StableHloText {
    /** Why a program with doubles is not run on a TPU, as the part of a sentence. */
    static final String NO_F64 = "it computes with doubles, and TPUs have no f64";
    private static final long SAMPLE = 4;

    private StableHloText() {
    }

    /**
     * The scalar inputs whose values are compiled in: those that extents depend on and, {@code withoutF64}, those of f64. What depends on numbers alone, as the weights of an optimiser
     * do, is then computed here with all bits, and the device gets what it is converted to.
     */
    static List<Integer> fixedInputs(Lifted ready, boolean fast, boolean withoutF64) {
        var fixed = new TreeSet<>(StableHlo.extentInputs(ready.module(), ready.entry(), fast));
        if (withoutF64) {
            fixed.addAll(doubles(ready));
        }
        return List.copyOf(fixed);
    }

    /** The scalar inputs of f64. */
    static List<Integer> doubles(Lifted ready) {
        List<Var> in = ready.module().get(ready.entry()).in();
        return IntStream.range(0, in.size()).filter(k -> in.get(k).type().isScalar() && in.get(k).dtype() == DType.F64).boxed().toList();
    }

    /** How programs are written when these are the process's options. */
    static HloOptions options(Options o, boolean f64AsF32, boolean fast) {
        HloOptions.Precision own = fast ? HloOptions.Precision.DEFAULT : HloOptions.Precision.HIGHEST;
        return HloOptions.DEFAULT.withF64AsF32(f64AsF32).withDepth(o.pjrt().depth()).withFast(fast).withPrecision(o.pjrt().precision() == null ? own : o.pjrt().precision());
    }

    /** The program for inputs like these; {@code fixed} are those of {@link #fixedInputs}. */
    static HloProgram of(Lifted ready, List<Tensor> in, Map<Integer, Lit> fixed, HloOptions options, PassManager passes) {
        List<Type> shapes = in.stream().map(t -> new Type(t.dtype(), IntStream.of(t.dims()).mapToObj(Dim::of).toList())).toList();
        return StableHlo.emit(ready.module(), ready.entry(), shapes, options.withFixed(fixed).withPlaces(places(ready)), passes);
    }

    /** Which inputs' arrays results are stored in, by result. */
    private static Map<Integer, Integer> places(Lifted ready) {
        var out = new HashMap<Integer, Integer>();
        for (Lifted.Write w : ready.writes()) {
            if (w instanceof Lifted.Write.Contents c) {
                out.put(c.output(), c.input());
            }
        }
        return out;
    }

    /** The program for these inputs; {@code withoutF64} as in {@link #fixedInputs}. */
    static HloProgram of(Lifted ready, List<Tensor> in, HloOptions options, boolean withoutF64) {
        var fixed = new HashMap<Integer, Lit>();
        fixedInputs(ready, options.fast(), withoutF64).forEach(i -> fixed.put(i, in.get(i).get(0)));
        return of(ready, in, fixed, options, PassManager.quiet());
    }

    /** The program for some small shapes. */
    static HloProgram sample(Lifted ready, HloOptions options, boolean withoutF64) {
        Func entry = ready.module().get(ready.entry());
        List<Type> shapes = entry.in().stream().map(Var::type).map(t -> new Type(t.dtype(), t.dims().stream()
            .map(d -> Dim.of(d.isConst() ? d.add() : d.isUnknown() ? SAMPLE : d.mul() * SAMPLE + d.add())).toList())).toList();
        var fixed = new HashMap<Integer, Lit>();
        fixedInputs(ready, options.fast(), withoutF64).forEach(i -> {
            DType d = shapes.get(i).dtype();
            fixed.put(i, d.isFloat() ? Lit.real(d, SAMPLE) : new Lit(d, SAMPLE));
        });
        return StableHlo.emit(ready.module(), ready.entry(), shapes, options.withFixed(fixed));
    }

    /** TPUs compute f64 as pairs of f32, which is neither exact nor fast. */
    static boolean lacksF64(String platform) {
        return platform.equals("tpu");
    }

    static boolean usesFloats(HloProgram p) {
        return List.of(DType.F16, DType.BF16, DType.F32, DType.F64).stream().anyMatch(d -> p.text().contains(d.text() + ">"));
    }

    static boolean usesF64(HloProgram p) {
        return p.text().contains(DType.F64.text() + ">");
    }

    /** Whether the first program has loops, or accesses to single elements, that the other one does without. */
    static boolean goesStepByStep(HloProgram p, HloProgram other) {
        return Stream.of("stablehlo.while", "stablehlo.gather", "stablehlo.scatter").anyMatch(op -> count(p, op) > count(other, op));
    }

    private static int count(HloProgram p, String operation) {
        return p.text().split(operation, -1).length;
    }
}
