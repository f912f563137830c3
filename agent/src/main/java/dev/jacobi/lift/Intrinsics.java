package dev.jacobi.lift;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
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

    private final Ir ir;

    Intrinsics(Ir ir) {
        this.ir = ir;
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
            if (strict && isNative && desc.endsWith(")D")) {
                return ir.builder().emitAll(Prim.CALL, new Params.Call("StrictMath." + name, List.of(Type.F64)), List.of(in)).get(0);
            }
            return null;
        }
        if (owner.equals("java/lang/Integer") || owner.equals("java/lang/Long")) {
            Prim p = in.length == 1 ? BITS.get(name) : null;
            return p == null ? null : ir.convert(ir.op(p, in), DType.I32);
        }
        if ((owner.equals("java/lang/Float") || owner.equals("java/lang/Double")) && CASTS.contains(name)) {
            DType to = Heap.dtype(desc.substring(desc.length() - 1));
            return ir.builder().emit(Prim.BITCAST, new Params.To(to), in[0]);
        }
        return null;
    }
}
