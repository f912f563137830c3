package dev.jacobi.lift.exec;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.External;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.lift.request.Descriptors;
import dev.jacobi.lift.state.EquationBuilder;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** JDK methods that are primitives of the IR, rather than bytecode to lift. */
final class Intrinsics {
    private static final Map<String, Prim> MATH = Map.ofEntries(
        unary(Prim.SIN), unary(Prim.COS), unary(Prim.TAN), unary(Prim.ASIN), unary(Prim.ACOS), unary(Prim.ATAN), unary(Prim.EXP),
        unary(Prim.EXPM1), unary(Prim.LOG), unary(Prim.LOG1P), unary(Prim.LOG10), unary(Prim.CBRT), unary(Prim.SINH), unary(Prim.COSH),
        unary(Prim.TANH), Map.entry("pow(DD)D", Prim.POW), Map.entry("atan2(DD)D", Prim.ATAN2), Map.entry("hypot(DD)D", Prim.HYPOT),
        // StrictMath's takes the sign of every NaN for positive; its own code says so.
        Map.entry("copySign(DD)D", Prim.COPYSIGN), Map.entry("copySign(FF)F", Prim.COPYSIGN));
    /** The same in Math and StrictMath: exact operations. */
    private static final Map<String, Prim> EXACT = Map.ofEntries(
        unary(Prim.SQRT), unary(Prim.FLOOR), unary(Prim.CEIL), unary(Prim.RINT), unary(Prim.ABS), Map.entry("abs(F)F", Prim.ABS),
        Map.entry("abs(I)I", Prim.ABS), Map.entry("abs(J)J", Prim.ABS), Map.entry("signum(D)D", Prim.SIGN), Map.entry("signum(F)F", Prim.SIGN),
        Map.entry("min(II)I", Prim.MIN), Map.entry("min(JJ)J", Prim.MIN), Map.entry("min(FF)F", Prim.MIN), Map.entry("min(DD)D", Prim.MIN),
        Map.entry("max(II)I", Prim.MAX), Map.entry("max(JJ)J", Prim.MAX), Map.entry("max(FF)F", Prim.MAX), Map.entry("max(DD)D", Prim.MAX),
        Map.entry("fma(FFF)F", Prim.FMA), Map.entry("fma(DDD)D", Prim.FMA), Map.entry("multiplyHigh(JJ)J", Prim.MULHI));
    private static final Map<String, Prim> BITS = Map.of("bitCount", Prim.POPCNT, "numberOfLeadingZeros", Prim.CLZ, "numberOfTrailingZeros", Prim.CTZ);
    private static final Set<String> CASTS = Set.of("floatToRawIntBits", "intBitsToFloat", "doubleToRawLongBits", "longBitsToDouble");

    /** Functions of Math that make steps: their derivative is 0, though their code takes the number's bits apart. */
    private static final Set<String> STEPS = Set.of("ulp", "getExponent", "round");

    private final LiftContext context;
    private final EquationBuilder ir;

    Intrinsics(LiftContext context) {
        this.context = context;
        this.ir = context.ir();
    }

    private static Map.Entry<String, Prim> unary(Prim p) {
        return Map.entry(p.name().toLowerCase(Locale.ROOT) + "(D)D", p);
    }

    /** The value of a call of a static JDK method on scalars, or null when it is not a primitive. */
    Atom apply(String owner, String name, String desc, List<Val> args, boolean isNative) {
        boolean math = owner.equals("java/lang/Math");
        boolean strict = owner.equals("java/lang/StrictMath");
        if (!args.stream().allMatch(a -> a instanceof Val.Sc)) {
            return null;
        }
        Atom[] in = args.stream().map(a -> ir.i32IfBool(((Val.Sc) a).atom())).toArray(Atom[]::new);
        if (math || strict) {
            Prim p = EXACT.get(name + desc);
            p = p == null && math ? MATH.get(name + desc) : p;
            if (p != null) {
                return ir.op(p, in);
            }
            if ((name + desc).equals("multiplyExact(JJ)J") && !differentiable()) {
                return exactProduct(in[0], in[1]);
            }
            // where derivatives may be taken, Java code of the JDK's that computes with bits stays a call as well, which has a rule
            if (strict && desc.endsWith("D)D") && External.has(name, in.length) && (isNative || differentiable())) {
                return ir.builder().emitAll(Prim.CALL, new Params.Call(External.strict(name), List.of(Type.F64)), List.of(in)).get(0);
            }
            return differentiable() ? neighbour(name, in) : null;
        }
        if (owner.equals("java/lang/Integer") || owner.equals("java/lang/Long")) {
            Prim p = in.length == 1 ? BITS.get(name) : null;
            return p == null ? null : ir.convert(ir.op(p, in), DType.I32);
        }
        if ((owner.equals("java/lang/Float") || owner.equals("java/lang/Double")) && CASTS.contains(name)) {
            DType to = Descriptors.dtype(desc.substring(desc.length() - 1));
            return ir.builder().emit(Prim.BITCAST, new Params.To(to, differentiable() ? context.place() : ""), in[0]);
        }
        return null;
    }

    /** Whether the code may be differentiated: then what the JDK does with bits has to be told from what it means. */
    private boolean differentiable() {
        return context.isFunction();
    }

    /** The arguments of a call: where the function makes steps, no derivative flows through them. */
    List<Val> steps(String owner, String name, List<Val> args) {
        if (!differentiable() || !owner.equals("java/lang/Math") || !STEPS.contains(name)) {
            return args;
        }
        return args.stream().map(a -> a instanceof Val.Sc s && s.atom() instanceof Var v && v.dtype().isFloat() ? new Val.Sc(ir.op(Prim.STOP_GRADIENT, v)) : a).toList();
    }

    /** A product of which a check says that it is one of 64 bits: then its upper half has nothing but its sign. The JDK's code asks for that by a division. */
    private Atom exactProduct(Atom x, Atom y) {
        Atom product = ir.op(Prim.MUL, x, y);
        context.check(ir.op(Prim.EQ, ir.op(Prim.MULHI, x, y), ir.op(Prim.SHR, product, Lit.i64(63))), Params.Code.THROW);
        return product;
    }

    /** {@code nextUp}, {@code nextDown} and {@code nextAfter}, or null; the direction of floats is a double. */
    private Atom neighbour(String name, Atom[] in) {
        if (!name.startsWith("next")) {
            return null;
        }
        DType d = in[0].dtype();
        if (!d.isFloat()) {
            return null;
        }
        Lit up = Lit.real(d, Double.POSITIVE_INFINITY);
        Lit down = Lit.real(d, Double.NEGATIVE_INFINITY);
        if (name.equals("nextUp") || name.equals("nextDown")) {
            return ir.op(Prim.NEXTAFTER, in[0], name.equals("nextUp") ? up : down);
        }
        Atom to = in[1];
        if (d == DType.F32) {
            Atom wide = ir.convert(in[0], DType.F64);
            Atom below = ir.select(ir.op(Prim.LT, to, wide), down, ir.convert(to, DType.F32));
            to = ir.select(ir.op(Prim.GT, to, wide), up, below);
        }
        return ir.op(Prim.NEXTAFTER, in[0], to);
    }
}
