package dev.jacobi.lift.cfg;

import dev.jacobi.lift.cfg.Cfg.Test;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** Recognises instruction sequences that only compute: they change no array, field or (unless allowed) local variable. */
public final class StackEffect {
    private static final Set<String> PURE_OWNERS = Set.of("java/lang/Math", "java/lang/StrictMath", "java/lang/Integer", "java/lang/Long",
        "java/lang/Float", "java/lang/Double", "java/lang/Character", "java/lang/Short", "java/lang/Byte", "java/lang/Boolean");

    private StackEffect() {
    }

    /** True when the code with its test (may be null) is pure, works on its own part of the stack only and leaves that empty. */
    static boolean isPure(AbstractInsnNode[] insns, int first, int end, Test test, boolean stores) {
        return run(insns, first, end, test, stores, 0) == 0;
    }

    /** The depth in words afterwards, or -1. */
    private static int run(AbstractInsnNode[] insns, int first, int end, Test test, boolean stores, int depth) {
        int d = depth;
        for (int i = first; i < end; i++) {
            if (insns[i].getOpcode() < 0) {
                continue;
            }
            int[] e = effect(insns[i], stores);
            if (e == null || d < e[0]) {
                return -1;
            }
            d += e[1] - e[0];
        }
        if (test == null) {
            return d;
        }
        return test(insns, test, stores, d);
    }

    private static int test(AbstractInsnNode[] insns, Test test, boolean stores, int d) {
        if (test instanceof Test.Jump j) {
            int pops = pops(j.insn().getOpcode());
            return d < pops ? -1 : d - pops;
        }
        if (test instanceof Test.Seq s) {
            return run(insns, s.first(), s.end(), s.test(), stores, d);
        }
        Test.Both b = (Test.Both) test;
        int a = test(insns, b.a(), stores, d);
        return a < 0 ? -1 : test(insns, b.b(), stores, a);
    }

    public static int pops(int op) {
        return op >= Opcodes.IF_ICMPEQ && op <= Opcodes.IF_ACMPNE ? 2 : 1;
    }

    private static int[] e(int pop, int push) {
        return new int[] {pop, push};
    }

    /** Words that an instruction takes from the stack and puts there; null when it does more than compute. */
    private static int[] effect(AbstractInsnNode n, boolean stores) {
        return switch (n.getOpcode()) {
            case Opcodes.NOP -> e(0, 0);
            case Opcodes.ACONST_NULL, Opcodes.ICONST_M1, Opcodes.ICONST_0, Opcodes.ICONST_1, Opcodes.ICONST_2, Opcodes.ICONST_3,
                 Opcodes.ICONST_4, Opcodes.ICONST_5, Opcodes.FCONST_0, Opcodes.FCONST_1, Opcodes.FCONST_2, Opcodes.BIPUSH, Opcodes.SIPUSH,
                 Opcodes.ILOAD, Opcodes.FLOAD, Opcodes.ALOAD -> e(0, 1);
            case Opcodes.LCONST_0, Opcodes.LCONST_1, Opcodes.DCONST_0, Opcodes.DCONST_1, Opcodes.LLOAD, Opcodes.DLOAD -> e(0, 2);
            case Opcodes.LDC -> e(0, ((LdcInsnNode) n).cst instanceof Long || ((LdcInsnNode) n).cst instanceof Double ? 2 : 1);
            case Opcodes.ISTORE, Opcodes.FSTORE, Opcodes.ASTORE -> stores ? e(1, 0) : null;
            case Opcodes.LSTORE, Opcodes.DSTORE -> stores ? e(2, 0) : null;
            case Opcodes.IINC -> stores ? e(0, 0) : null;
            case Opcodes.IALOAD, Opcodes.FALOAD, Opcodes.AALOAD, Opcodes.BALOAD, Opcodes.CALOAD, Opcodes.SALOAD, Opcodes.IADD,
                 Opcodes.ISUB, Opcodes.IMUL, Opcodes.IDIV, Opcodes.IREM, Opcodes.ISHL, Opcodes.ISHR, Opcodes.IUSHR, Opcodes.IAND,
                 Opcodes.IOR, Opcodes.IXOR, Opcodes.FADD, Opcodes.FSUB, Opcodes.FMUL, Opcodes.FDIV, Opcodes.FREM, Opcodes.FCMPG,
                 Opcodes.FCMPL -> e(2, 1);
            case Opcodes.LALOAD, Opcodes.DALOAD -> e(2, 2);
            case Opcodes.LADD, Opcodes.LSUB, Opcodes.LMUL, Opcodes.LDIV, Opcodes.LREM, Opcodes.LAND, Opcodes.LOR, Opcodes.LXOR,
                 Opcodes.DADD, Opcodes.DSUB, Opcodes.DMUL, Opcodes.DDIV, Opcodes.DREM -> e(4, 2);
            case Opcodes.LSHL, Opcodes.LSHR, Opcodes.LUSHR -> e(3, 2);
            case Opcodes.LCMP, Opcodes.DCMPL, Opcodes.DCMPG -> e(4, 1);
            case Opcodes.INEG, Opcodes.FNEG, Opcodes.I2B, Opcodes.I2C, Opcodes.I2S, Opcodes.I2F, Opcodes.F2I, Opcodes.ARRAYLENGTH -> e(1, 1);
            case Opcodes.LNEG, Opcodes.DNEG, Opcodes.L2D, Opcodes.D2L -> e(2, 2);
            case Opcodes.I2L, Opcodes.I2D, Opcodes.F2L, Opcodes.F2D -> e(1, 2);
            case Opcodes.L2I, Opcodes.L2F, Opcodes.D2I, Opcodes.D2F -> e(2, 1);
            case Opcodes.POP -> e(1, 0);
            case Opcodes.DUP -> e(1, 2);
            case Opcodes.DUP_X1 -> e(2, 3);
            case Opcodes.DUP_X2 -> e(3, 4);
            case Opcodes.DUP2 -> e(2, 4);
            case Opcodes.DUP2_X1 -> e(3, 5);
            case Opcodes.DUP2_X2 -> e(4, 6);
            case Opcodes.GETSTATIC -> e(0, Type.getType(((FieldInsnNode) n).desc).getSize());
            case Opcodes.GETFIELD -> e(1, Type.getType(((FieldInsnNode) n).desc).getSize());
            case Opcodes.INVOKESTATIC -> invokestatic((MethodInsnNode) n);
            default -> null;
        };
    }

    /** A call of one of the JDK's functions that take numbers and return one; null for any other. */
    private static int[] invokestatic(MethodInsnNode m) {
        int sizes = Type.getArgumentsAndReturnSizes(m.desc);
        return PURE_OWNERS.contains(m.owner) && sizes % 4 != 0 && !m.desc.contains("[") && !m.desc.contains("L") ? e((sizes >> 2) - 1, sizes & 3) : null;
    }
}
