package dev.jacobi.lift.exec;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.lift.state.EquationBuilder;
import dev.jacobi.lift.state.Val;
import java.util.List;
import org.objectweb.asm.Opcodes;

/** Arithmetic, conversion and comparison instructions. The opcodes of each operation stand in the order int, long, float, double. */
final class ArithmeticInstructions {
    private static final List<Prim> OPERATIONS = List.of(Prim.ADD, Prim.SUB, Prim.MUL, Prim.DIV, Prim.REM);
    private static final List<Prim> BITWISE = List.of(Prim.SHL, Prim.SHR, Prim.USHR, Prim.AND, Prim.OR, Prim.XOR);
    private static final List<Prim> RELATIONS = List.of(Prim.EQ, Prim.NE, Prim.LT, Prim.GE, Prim.GT, Prim.LE);
    private static final List<DType> ORDER = List.of(DType.I32, DType.I64, DType.F32, DType.F64);

    private ArithmeticInstructions() {
    }

    static boolean isBinary(int op) {
        return op >= Opcodes.IADD && op <= Opcodes.LXOR && (op < Opcodes.INEG || op > Opcodes.DNEG);
    }

    static boolean isUnary(int op) {
        return op >= Opcodes.INEG && op <= Opcodes.DNEG || op >= Opcodes.I2L && op <= Opcodes.I2S;
    }

    static Atom binary(EquationBuilder ir, int op, Atom a, Atom b, String where) {
        if (op >= Opcodes.ISHL) {
            return bitwise(ir, op, a, b);
        }
        Prim p = OPERATIONS.get((op - Opcodes.IADD) / 4);
        Atom x = ir.convert(a, ORDER.get((op - Opcodes.IADD) % 4));
        Atom y = ir.convert(b, x.dtype());
        if ((p == Prim.DIV || p == Prim.REM) && x.dtype().isInt()) {
            ir.check(ir.op(Prim.NE, y, Lit.zero(y.dtype())), Params.Code.DIVISION, where);
        }
        return ir.op(p, x, y);
    }

    private static Atom bitwise(EquationBuilder ir, int op, Atom a, Atom b) {
        DType d = (op - Opcodes.ISHL) % 2 == 0 ? DType.I32 : DType.I64;
        Prim p = BITWISE.get((op - Opcodes.ISHL) / 2);
        boolean shift = op <= Opcodes.LUSHR;
        if (!shift && ir.boolOf(a) != null && ir.boolOf(b) != null && !(a instanceof Lit && b instanceof Lit)
            && (a.dtype() == DType.BOOL || b.dtype() == DType.BOOL)) {
            return ir.op(p, ir.boolOf(a), ir.boolOf(b));
        }
        Atom x = ir.convert(a, d);
        return ir.op(p, x, ir.convert(ir.convert(b, shift ? DType.I32 : d), d));
    }

    static Atom unary(EquationBuilder ir, int op, Atom a) {
        return switch (op) {
            case Opcodes.INEG -> ir.op(Prim.NEG, ir.i32(a));
            case Opcodes.LNEG, Opcodes.FNEG, Opcodes.DNEG -> ir.op(Prim.NEG, a);
            case Opcodes.L2I, Opcodes.F2I, Opcodes.D2I -> ir.convert(a, DType.I32);
            case Opcodes.I2L, Opcodes.F2L, Opcodes.D2L -> ir.convert(ir.i32IfBool(a), DType.I64);
            case Opcodes.I2F, Opcodes.L2F, Opcodes.D2F -> ir.convert(ir.i32IfBool(a), DType.F32);
            case Opcodes.I2D, Opcodes.L2D, Opcodes.F2D -> ir.convert(ir.i32IfBool(a), DType.F64);
            case Opcodes.I2B -> ir.convert(ir.convert(ir.i32(a), DType.I8), DType.I32);
            case Opcodes.I2C -> ir.convert(ir.convert(ir.i32(a), DType.U16), DType.I32);
            case Opcodes.I2S -> ir.convert(ir.convert(ir.i32(a), DType.I16), DType.I32);
            default -> throw new IllegalStateException("opcode " + op);
        };
    }

    /** The result of a conditional jump on one int or on a pending comparison. */
    static Atom test(EquationBuilder ir, int op, Val v) {
        int rel = op - Opcodes.IFEQ;
        if (v instanceof Val.Cmp c) {
            return compare(ir, rel, c);
        }
        Atom a = ((Val.Sc) v).atom();
        Atom bool = ir.boolOf(a);
        if (bool != null && rel <= 1) {
            return rel == 1 ? bool : ir.not(bool);
        }
        return ir.op(relation(rel), ir.i32(a), Lit.i32(0));
    }

    /** {@code cmp rel 0} as one predicate on the operands. Where NaN must give true, the opposite predicate is negated. */
    private static Atom compare(EquationBuilder ir, int rel, Val.Cmp c) {
        Prim p = relation(rel);
        boolean whenNan = switch (rel) {
            case 0 -> c.nan() == 0;
            case 1 -> c.nan() != 0;
            case 2 -> c.nan() < 0;
            case 3 -> c.nan() >= 0;
            case 4 -> c.nan() > 0;
            default -> c.nan() <= 0;
        };
        boolean isFloat = c.a().dtype().isFloat();
        if (isFloat && whenNan && rel >= 2) {
            return ir.not(ir.op(relation(rel ^ 1), c.a(), c.b()));
        }
        return ir.op(p, c.a(), c.b());
    }

    /** The relation of {@code ifeq, ifne, iflt, ifge, ifgt, ifle} and of the if_icmp in the same order. */
    static Prim relation(int k) {
        return RELATIONS.get(k);
    }

    /** The value as it is kept in a variable: a pending comparison becomes its number. */
    static Val settled(EquationBuilder ir, Val v) {
        return v instanceof Val.Cmp c ? new Val.Sc(value(ir, c)) : v;
    }

    /** The int -1, 0 or 1 of a comparison that is not followed by a branch. */
    static Atom value(EquationBuilder ir, Val.Cmp c) {
        Atom lt = ir.op(Prim.LT, c.a(), c.b());
        Atom gt = ir.op(Prim.GT, c.a(), c.b());
        if (!c.a().dtype().isFloat()) {
            return ir.select(lt, Lit.i32(-1), ir.i32(gt));
        }
        Atom eq = ir.op(Prim.EQ, c.a(), c.b());
        return c.nan() < 0 ? ir.select(gt, Lit.i32(1), ir.select(eq, Lit.i32(0), Lit.i32(-1)))
            : ir.select(lt, Lit.i32(-1), ir.select(eq, Lit.i32(0), Lit.i32(1)));
    }
}
