package dev.jacobi.llvm.emit;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.llvm.math.PlainExtremes;
import dev.jacobi.llvm.plan.Strides;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.Truncation;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.Value;
import dev.jacobi.llvm.text.Value.Val;
import dev.jacobi.llvm.text.WideIntegers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Elementwise primitives on LLVM scalars or vectors, with exactly the meaning that {@link Prim} states: what LLVM leaves undefined (division by
 * zero, wide shifts, conversions out of range) is guarded here. An affine result keeps its base, so that addresses stay contiguous.
 */
public final class ScalarOps {
    private static final int[][] ROTATIONS = {{13, 15, 26, 6}, {17, 29, 16, 24}};
    private final EquationEmitter g;
    private final FnText fn;
    /** Whether the operation stays an instruction of its own though others may be fused. */
    private boolean alone;
    /** Whether extremes of reals are those of numbers, of whose zeros nobody sees the signs. */
    private boolean numeric;
    /** How the extreme is computed that is being made; null for the general way. */
    private PlainExtremes plain;

    ScalarOps(EquationEmitter g) {
        this.g = g;
        this.fn = g.fn;
    }

    /** Emits a reduction, whose terms are joined as numbers where nobody sees more of what they come to. */
    void joining(Eqn reduction, Runnable emit) {
        boolean before = numeric(g.facts.isCompared(reduction));
        emit.run();
        numeric(before);
    }

    /** From now on extremes of reals are those of numbers, of whose zeros nobody sees the signs, or not; what was so before. */
    boolean numeric(boolean now) {
        boolean before = numeric;
        numeric = now;
        return before;
    }

    /** Applies an elementwise primitive; {@code out} is the result's element type. */
    public Val apply(Prim p, Params params, List<Val> in, DType out) {
        // a plain loop, as all here: every equation comes this way, and most programs' equations are emitted by an interpreted JVM
        boolean vec = false;
        int parts = in.isEmpty() ? 1 : 0;
        for (int i = 0; i < in.size(); i++) {
            vec |= !in.get(i).isUniform();
            parts = Math.max(parts, in.get(i).parts().size());
        }
        int n = vec ? g.lanes : 1;
        DType t = in.get(in.size() - 1).dtype();
        var texts = new ArrayList<String>(parts);
        for (int k = 0; k < parts; k++) {
            var operands = new ArrayList<String>(in.size());
            for (int i = 0; i < in.size(); i++) {
                operands.add(vec ? g.vector(in.get(i), k) : in.get(i).part(k));
            }
            texts.add(one(p, t, out, operands, n));
        }
        if (!vec) {
            return Val.uniform(out, texts);
        }
        long stride = Strides.isOf(out) ? Strides.of(p, in.stream().map(Val::stride).toList(), in.stream().map(ScalarOps::constant).toList(), out) : Value.VARYING;
        if (stride == Value.VARYING || in.stream().anyMatch(v -> !v.isAffine())) {
            return Val.varying(out, texts);
        }
        var bases = new ArrayList<String>();
        for (int k = 0; k < parts; k++) {
            int part = k;
            bases.add(one(p, t, out, in.stream().map(v -> v.basePart(part)).toList(), 1));
        }
        return stride == 0 ? Val.uniform(out, bases) : new Val(out, texts, bases, stride);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && (Character.isDigit(text.charAt(0)) && !text.startsWith("0x") || text.length() > 1 && text.charAt(0) == '-' && Character.isDigit(text.charAt(1)));
    }

    /** The value of an integer literal, or null. */
    private static Long constant(Val v) {
        if (v.dtype().isInt() && v.isUniform() && v.parts().size() == 1 && isNumber(v.part(0))) {
            return Long.parseLong(v.part(0));
        }
        return null;
    }

    /** One instruction sequence on {@code n} lanes; {@code t} is the last operand's type. */
    String one(Prim p, DType t, DType out, List<String> x, int n) {
        boolean small = t == DType.F16 || t == DType.BF16;
        if (small && p != Prim.CONVERT && p != Prim.BITCAST && p != Prim.SELECT) {
            var wide = new ArrayList<String>();
            x.forEach(v -> wide.add(widen(t, v, n)));
            String r = full(p, DType.F32, out == t ? DType.F32 : out, wide, n);
            return out == t ? narrow(t, r, n) : r;
        }
        return p == Prim.CONVERT ? convert(t, out, x.get(0), n) : full(p, t, out, x, n);
    }

    /** The same bits as another type. */
    private String bitcast(DType t, DType out, String a, int n) {
        String from = Ty.vector(Ty.value(t), n);
        String to = Ty.vector(Ty.value(out), n);
        return from.equals(to) ? a : fn.def("bitcast " + from + " " + a + " to " + to);
    }

    /** Types other than the 16-bit floats. */
    private String full(Prim p, DType t, DType out, List<String> x, int n) {
        String ty = Ty.vector(Ty.value(t), n);
        boolean fl = t.isFloat();
        boolean unsigned = t == DType.U16 || t == DType.BOOL;
        String a = x.get(0);
        String b = x.size() > 1 ? x.get(1) : null;
        return switch (p) {
            case NEG -> fl ? fn.def("fneg " + ty + " " + a) : bin("sub", ty, zero(t, n), a);
            case ABS -> fl ? intrinsic("fabs", t, n, a) : unsigned ? a
                : g.call(ty, "llvm.abs." + Ty.suffix(t, n), ty + " " + a, "i1 false");
            case SIGN -> sign(t, a, n);
            case NOT -> bin("xor", ty, a, Ty.splat(Ty.value(t), t == DType.BOOL ? "true" : "-1", n));
            case POPCNT -> intrinsic("ctpop", t, n, a);
            case CLZ, CTZ -> g.call(ty, (p == Prim.CLZ ? "llvm.ctlz." : "llvm.cttz.") + Ty.suffix(t, n), ty + " " + a, "i1 false");
            case FLOOR -> intrinsic("floor", t, n, a);
            case CEIL -> intrinsic("ceil", t, n, a);
            case RINT -> intrinsic("rint", t, n, a);
            case SQRT -> intrinsic("sqrt", t, n, a);
            case FMA -> intrinsic("fma", t, n, a, b, x.get(2));
            case COPYSIGN -> intrinsic("copysign", t, n, a, b);
            case CBRT, EXP, EXPM1, LOG, LOG1P, LOG10, SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH, ASINH, ACOSH, ATANH, ERF, ERF_INV, LGAMMA,
                 DIGAMMA, POW, ATAN2, HYPOT, NEXTAFTER -> g.math().call(p, t, x, n);
            case ADD -> bin(fl ? "fadd" + fast() : "add", ty, a, b);
            case SUB -> bin(fl ? "fsub" + fast() : "sub", ty, a, b);
            case MUL -> bin(fl ? "fmul" + fast() : "mul", ty, a, b);
            case DIV -> fl ? bin("fdiv" + fast(), ty, a, b) : divide(t, a, b, n);
            case REM -> fl ? g.unit.device() ? deviceRemainder(t, a, b) : bin("frem", ty, a, b) : remainder(t, a, b, n);
            case MIN -> fl ? extreme("minimum", t, n, a, b) : t == DType.BOOL ? bin("and", ty, a, b) : intrinsic(unsigned ? "umin" : "smin", t, n, a, b);
            case MAX -> fl ? extreme("maximum", t, n, a, b) : t == DType.BOOL ? bin("or", ty, a, b) : intrinsic(unsigned ? "umax" : "smax", t, n, a, b);
            case AND -> bin("and", ty, a, b);
            case OR -> bin("or", ty, a, b);
            case XOR -> bin("xor", ty, a, b);
            case SHL -> bin("shl", ty, a, count(t, b, n));
            case SHR -> bin(unsigned ? "lshr" : "ashr", ty, a, count(t, b, n));
            case USHR -> bin("lshr", ty, a, count(t, b, n));
            case MULHI -> mulHigh(t, a, b, n);
            case EQ -> fn.def((fl ? "fcmp oeq " : "icmp eq ") + ty + " " + a + ", " + b);
            case NE -> fn.def((fl ? "fcmp une " : "icmp ne ") + ty + " " + a + ", " + b);
            case LT -> compare("lt", t, a, b, n);
            case LE -> compare("le", t, a, b, n);
            case GT -> compare("gt", t, a, b, n);
            case GE -> compare("ge", t, a, b, n);
            case SELECT -> fn.def("select " + Ty.vector("i1", n) + " " + a + ", " + ty + " " + b + ", " + ty + " " + x.get(2));
            case BITCAST -> bitcast(t, out, a, n);
            case STOP_GRADIENT, SHARD, OPT_BARRIER, PSUM, PMAX, PMIN, COPY, ACC_GET -> a;
            case CONVERT, FULL, IOTA, DIM, BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, INDEX, UPDATE, GATHER, SCATTER,
                 REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN,
                 CUM_MAX, DOT_GENERAL, CONV, SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST, CALL, CHECK,
                 DEBUG_CALLBACK, ACC_NEW, ACC_ADD, THREEFRY2X32, ALL_GATHER, AXIS_INDEX ->
                throw new IllegalArgumentException(p.text() + " is not elementwise");
        };
    }

    /** An equation's operation; a sum that is to stay one is not made one instruction with another. */
    Val of(Eqn e, List<Val> in) {
        alone = g.facts.addsSeparately(e.result());
        plain = g.unit.device() ? null : PlainExtremes.of(e, g.facts::definition);
        Val v = apply(e.prim(), e.params(), in, e.result().dtype());
        alone = false;
        plain = null;
        return v;
    }

    private String fast() {
        return !g.fast ? "" : alone ? " reassoc" : " reassoc contract";
    }

    private String bin(String op, String ty, String a, String b) {
        return fn.def(op + " " + ty + " " + a + ", " + b);
    }

    private static String zero(DType t, int n) {
        return n == 1 ? t.isFloat() ? Ty.real(t, 0) : t == DType.BOOL ? "false" : "0" : "zeroinitializer";
    }

    /** The smaller or the greater of two reals, or of two numbers ({@link #numeric}). */
    private String extreme(String name, DType t, int n, String a, String b) {
        if (!numeric) {
            return plain != null ? plain.text(fn, t, n, a, b) : intrinsic(name, t, n, a, b);
        }
        String ty = Ty.vector(Ty.value(t), n);
        String f = g.out.declare(ty, "llvm." + name + "." + Ty.suffix(t, n), "(" + ty + ", " + ty + ")");
        return fn.def("call nnan nsz " + ty + " " + f + "(" + ty + " " + a + ", " + ty + " " + b + ")");
    }

    /** A call of {@code llvm.name.type} whose operands all have the result's type. */
    String intrinsic(String name, DType t, int n, String... x) {
        String ty = Ty.vector(Ty.value(t), n);
        return g.call(ty, "llvm." + name + "." + Ty.suffix(t, n), Stream.of(x).map(v -> ty + " " + v).toArray(String[]::new));
    }

    private String compare(String rel, DType t, String a, String b, int n) {
        String ty = Ty.vector(Ty.value(t), n);
        String op = t.isFloat() ? "fcmp o" + rel : "icmp " + (t == DType.U16 || t == DType.BOOL ? "u" : "s") + rel;
        return fn.def(op + " " + ty + " " + a + ", " + b);
    }

    /** Whether an integer of 32 bits is at least zero and below another one that is: one comparison without signs. */
    Val below(Val i, Val n) {
        boolean vec = !i.isUniform() || !n.isUniform();
        var texts = new ArrayList<String>();
        for (int k = 0; k < Math.max(i.parts().size(), n.parts().size()); k++) {
            texts.add(fn.def("icmp ult " + Ty.vector("i32", vec ? g.lanes : 1) + " " + (vec ? g.vector(i, k) : i.part(k)) + ", " + (vec ? g.vector(n, k) : n.part(k))));
        }
        return vec ? Val.varying(DType.BOOL, texts) : Val.uniform(DType.BOOL, texts);
    }

    private String sign(DType t, String a, int n) {
        String ty = Ty.vector(Ty.value(t), n);
        String b1 = Ty.vector("i1", n);
        if (t.isFloat()) {
            String keep = fn.def("fcmp ueq " + ty + " " + a + ", " + zero(t, n));
            String one = intrinsic("copysign", t, n, Ty.splat(Ty.value(t), Ty.real(t, 1), n), a);
            return fn.def("select " + b1 + " " + keep + ", " + ty + " " + a + ", " + ty + " " + one);
        }
        String positive = fn.def("icmp " + (t == DType.U16 ? "ne " : "sgt ") + ty + " " + a + ", " + zero(t, n));
        String p = fn.def("zext " + b1 + " " + positive + " to " + ty);
        if (t == DType.U16) {
            return p;
        }
        String minus = bin("ashr", ty, a, Ty.splat(Ty.value(t), Integer.toString(t.bits() - 1), n));
        return bin("or", ty, minus, p);
    }

    private String count(DType t, String b, int n) {
        if (isNumber(b) && !b.startsWith("-") && Long.parseLong(b) < t.bits()) {
            return b;
        }
        return bin("and", Ty.vector(Ty.value(t), n), b, Ty.splat(Ty.value(t), Integer.toString(t.bits() - 1), n));
    }

    private static boolean safeDivisor(String b) {
        String digits = b.startsWith("splat (") ? b.substring(b.indexOf(' ', 7) + 1, b.length() - 1) : b;
        return isNumber(digits) && !digits.equals("0") && !digits.equals("-1");
    }

    /** Vectors of integers have no division in hardware; quotients of up to 32 bits are exact in double. */
    private String quotient(DType t, String a, String b, int n) {
        String ty = Ty.vector(Ty.value(t), n);
        String s = t == DType.U16 ? "u" : "s";
        if (n == 1 || t == DType.I64 || safeDivisor(b)) {
            return bin(s + "div", ty, a, b);
        }
        String d = Ty.vector("double", n);
        String x = fn.def(s + "itofp " + ty + " " + a + " to " + d);
        String y = fn.def(s + "itofp " + ty + " " + b + " to " + d);
        return fn.def("fpto" + s + "i " + d + " " + fn.def("fdiv " + d + " " + x + ", " + y) + " to " + ty);
    }

    private String divide(DType t, String a, String b, int n) {
        if (safeDivisor(b)) {
            return quotient(t, a, b, n);
        }
        String ty = Ty.vector(Ty.value(t), n);
        String b1 = Ty.vector("i1", n);
        String byZero = fn.def("icmp eq " + ty + " " + b + ", " + zero(t, n));
        String one = Ty.splat(Ty.value(t), "1", n);
        String special = byZero;
        String q;
        if (t == DType.U16) {
            q = quotient(t, a, fn.def("select " + b1 + " " + special + ", " + ty + " " + one + ", " + ty + " " + b), n);
        } else {
            String byMinusOne = fn.def("icmp eq " + ty + " " + b + ", " + Ty.splat(Ty.value(t), "-1", n));
            special = bin("or", b1, byZero, byMinusOne);
            q = quotient(t, a, fn.def("select " + b1 + " " + special + ", " + ty + " " + one + ", " + ty + " " + b), n);
            q = fn.def("select " + b1 + " " + byMinusOne + ", " + ty + " " + bin("sub", ty, zero(t, n), a) + ", " + ty + " " + q);
        }
        return fn.def("select " + b1 + " " + byZero + ", " + ty + " " + zero(t, n) + ", " + ty + " " + q);
    }

    private String remainder(DType t, String a, String b, int n) {
        String ty = Ty.vector(Ty.value(t), n);
        String s = t == DType.U16 ? "u" : "s";
        String d = b;
        if (!safeDivisor(b)) {
            String b1 = Ty.vector("i1", n);
            String bad = fn.def("icmp eq " + ty + " " + b + ", " + zero(t, n));
            if (t != DType.U16) {
                bad = bin("or", b1, bad, fn.def("icmp eq " + ty + " " + b + ", " + Ty.splat(Ty.value(t), "-1", n)));
            }
            d = fn.def("select " + b1 + " " + bad + ", " + ty + " " + Ty.splat(Ty.value(t), "1", n) + ", " + ty + " " + b);
        }
        if (n == 1 || t == DType.I64 || safeDivisor(b)) {
            return bin(s + "rem", ty, a, d);
        }
        return bin("sub", ty, a, bin("mul", ty, quotient(t, a, d, n), d));
    }

    /** What a GPU makes of frem is not exact. */
    private String deviceRemainder(DType t, String a, String b) {
        String ty = Ty.value(t);
        return g.call(ty, "jacobi_frem_" + Ty.suffix(t, 1), ty + " " + a, ty + " " + b);
    }

    private String mulHigh(DType t, String a, String b, int n) {
        String ty = Ty.vector(Ty.value(t), n);
        String wide = Ty.vector("i" + 2 * t.bits(), n);
        String ext = t == DType.U16 ? "zext " : "sext ";
        String x = fn.def(ext + ty + " " + a + " to " + wide);
        String y = fn.def(ext + ty + " " + b + " to " + wide);
        String m = fn.def("lshr " + wide + " " + bin("mul", wide, x, y) + ", " + Ty.splat("i" + 2 * t.bits(), Integer.toString(t.bits()), n));
        return fn.def("trunc " + wide + " " + m + " to " + ty);
    }

    // Conversions.

    private String widen(DType t, String v, int n) {
        if (t == DType.F16) {
            return fn.def("fpext " + Ty.vector("half", n) + " " + v + " to " + Ty.vector("float", n));
        }
        String w = fn.def("zext " + Ty.vector("i16", n) + " " + v + " to " + Ty.vector("i32", n));
        String s = fn.def("shl " + Ty.vector("i32", n) + " " + w + ", " + Ty.splat("i32", "16", n));
        return fn.def("bitcast " + Ty.vector("i32", n) + " " + s + " to " + Ty.vector("float", n));
    }

    /** Rounds float to the 16-bit type; bfloat16 by integer arithmetic, because some hardware flushes its subnormals. */
    private String narrow(DType t, String v, int n) {
        String f = Ty.vector("float", n);
        if (t == DType.F16) {
            return fn.def("fptrunc " + f + " " + v + " to " + Ty.vector("half", n));
        }
        String i32 = Ty.vector("i32", n);
        String i = fn.def("bitcast " + f + " " + v + " to " + i32);
        String high = fn.def("lshr " + i32 + " " + i + ", " + Ty.splat("i32", "16", n));
        String odd = bin("and", i32, high, Ty.splat("i32", "1", n));
        String sum = bin("add", i32, i, bin("add", i32, odd, Ty.splat("i32", "32767", n)));
        String rounded = fn.def("lshr " + i32 + " " + sum + ", " + Ty.splat("i32", "16", n));
        String nan = bin("or", i32, high, Ty.splat("i32", "64", n));
        String isNan = fn.def("fcmp uno " + f + " " + v + ", " + v);
        String r = fn.def("select " + Ty.vector("i1", n) + " " + isNan + ", " + i32 + " " + nan + ", " + i32 + " " + rounded);
        return fn.def("trunc " + i32 + " " + r + " to " + Ty.vector("i16", n));
    }

    private String convert(DType from, DType to, String x, int n) {
        if (from == to) {
            return x;
        }
        if (from == DType.F16 || from == DType.BF16) {
            return convert(DType.F32, to, widen(from, x, n), n);
        }
        String a = Ty.vector(Ty.value(from), n);
        if (to == DType.F16 || to == DType.BF16) {
            return narrow(to, convert(from, DType.F32, x, n), n);
        }
        String b = Ty.vector(Ty.value(to), n);
        if (to == DType.BOOL) {
            return fn.def((from.isFloat() ? "fcmp une " : "icmp ne ") + a + " " + x + ", " + zero(from, n));
        }
        boolean unsigned = from == DType.BOOL || from == DType.U16;
        if (from.isFloat() && to.isFloat()) {
            return fn.def((from == DType.F32 ? "fpext " : "fptrunc ") + a + " " + x + " to " + b);
        }
        if (from.isFloat() && n > 1 && (to == DType.I32 || to == DType.I64)) {
            return truncated(from, to, x, n);
        }
        if (from.isFloat() && (to == DType.I32 || to == DType.I64)) {
            return fn.def("call " + b + " " + Truncation.function(g.out, from, to) + "(" + a + " " + x + ")");
        }
        if (from.isFloat()) {
            return g.call(b, "llvm.fpto" + (to == DType.U16 ? "u" : "s") + "i.sat." + Ty.suffix(to, n) + "." + Ty.suffix(from, n), a + " " + x);
        }
        if (WideIntegers.areMade(from, to, n, g.unit.vectorBytes())) {
            return WideIntegers.doubles(fn, x, n);
        }
        if (to.isFloat()) {
            return fn.def((unsigned ? "uitofp " : "sitofp ") + a + " " + x + " to " + b);
        }
        if (from.bits() == to.bits()) {
            return x;
        }
        return fn.def((from.bits() > to.bits() ? "trunc " : unsigned ? "zext " : "sext ") + a + " " + x + " to " + b);
    }

    /**
     * Truncates vectors as Java does: NaN becomes 0, and what is out of range the least or the greatest integer. x86 has no instruction for that, and LLVM would do it element by element; so values are brought into
     * range first, of which the greatest is a real of fewer bits than the greatest integer has.
     */
    private String truncated(DType from, DType to, String x, int n) {
        String a = Ty.vector(Ty.value(from), n);
        String b = Ty.vector(Ty.value(to), n);
        double end = to == DType.I32 ? 0x1p31 : 0x1p63;
        double last = from == DType.F32 ? Math.nextDown((float) end) : to == DType.I32 ? Integer.MAX_VALUE : Math.nextDown(end);
        String least = Ty.splat(Ty.value(from), Ty.real(from, -end), n);
        String most = Ty.splat(Ty.value(from), Ty.real(from, last), n);
        String above = chosen(fn.def("fcmp ogt " + a + " " + x + ", " + least), a, x, least, n);
        String within = chosen(fn.def("fcmp olt " + a + " " + above + ", " + most), a, above, most, n);
        String whole = fn.def("fptosi " + a + " " + within + " to " + b);
        if (last + 1 < end) {
            String beyond = fn.def("fcmp oge " + a + " " + x + ", " + Ty.splat(Ty.value(from), Ty.real(from, end), n));
            whole = chosen(beyond, b, Ty.splat(Ty.value(to), Long.toString(to == DType.I32 ? Integer.MAX_VALUE : Long.MAX_VALUE), n), whole, n);
        }
        return chosen(fn.def("fcmp ord " + a + " " + x + ", " + x), b, whole, zero(to, n), n);
    }

    private String chosen(String condition, String type, String yes, String no, int n) {
        return fn.def("select " + Ty.vector("i1", n) + " " + condition + ", " + type + " " + yes + ", " + type + " " + no);
    }

    // Random bits.

    /** threefry2x32 of Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011), 20 rounds, on scalars. */
    void threefry(Eqn e) {
        Val k0 = g.val(e.in().get(0));
        Val k1 = g.val(e.in().get(1));
        Val[] ks = {k0, k1, word(Prim.XOR, word(Prim.XOR, k0, k1), i32(0x1BD11BDA))};
        Val x0 = word(Prim.ADD, g.val(e.in().get(2)), k0);
        Val x1 = word(Prim.ADD, g.val(e.in().get(3)), k1);
        for (int group = 1; group <= 5; group++) {
            for (int r : ROTATIONS[(group - 1) % 2]) {
                x0 = word(Prim.ADD, x0, x1);
                Val turned = word(Prim.OR, word(Prim.SHL, x1, i32(r)), word(Prim.USHR, x1, i32(32 - r)));
                x1 = word(Prim.XOR, turned, x0);
            }
            x0 = word(Prim.ADD, x0, ks[group % 3]);
            x1 = word(Prim.ADD, word(Prim.ADD, x1, ks[(group + 1) % 3]), i32(group));
        }
        g.set(e.out().get(0), x0);
        g.set(e.out().get(1), x1);
    }

    private Val i32(int v) {
        return g.val(Lit.i32(v));
    }

    private Val word(Prim p, Val a, Val b) {
        return g.op(p, DType.I32, a, b);
    }
}
