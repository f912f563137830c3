package dev.jacobi.lift.cfg;

import dev.jacobi.lift.cfg.Cfg.Test;
import java.util.ArrayList;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.AnalyzerAdapter;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** Recognises instruction sequences that only compute: they change no array, field or (unless allowed) local variable. */
public final class StackEffect {
    private static final Set<String> PURE_OWNERS = Set.of("java/lang/Math", "java/lang/StrictMath", "java/lang/Integer", "java/lang/Long",
        "java/lang/Float", "java/lang/Double", "java/lang/Character", "java/lang/Short", "java/lang/Byte", "java/lang/Boolean");

    private StackEffect() {
    }

    /** The operands on the stack. That there is none says {@link #isPure} no more than that; the JDK's list would make a sentence of it, which takes a JVM that has just started some milliseconds. */
    private static final class Operands extends ArrayList<Object> {
        private static final long serialVersionUID = 1L;

        @Override
        public Object remove(int index) {
            if (index < 0) {
                throw new IndexOutOfBoundsException();
            }
            return super.remove(index);
        }
    }

    /** True when the code with its test (may be null) is pure, works on its own part of the stack only and leaves that empty. */
    static boolean isPure(AbstractInsnNode[] insns, int first, int end, Test test, boolean stores) {
        var stack = new AnalyzerAdapter("", Opcodes.ACC_STATIC, "", "()V", null);
        stack.stack = new Operands();
        try {
            return run(insns, first, end, test, stores, stack) && stack.stack.isEmpty();
        } catch (IndexOutOfBoundsException e) {
            return false; // it takes what was there before
        }
    }

    private static boolean run(AbstractInsnNode[] insns, int first, int end, Test test, boolean stores, AnalyzerAdapter stack) {
        for (int i = first; i < end; i++) {
            int op = insns[i].getOpcode();
            if (op >= 0 && (!isPure(insns[i], stores) || changesTop(op) && stack.stack.isEmpty())) {
                return false;
            }
            if (op == Opcodes.AALOAD) {
                stack.visitInsn(Opcodes.SALOAD); // as many words, and the adapter need not know the element's class
            } else if (op >= 0) {
                insns[i].accept(stack);
            }
        }
        return test == null || test(insns, test, stores, stack);
    }

    private static boolean test(AbstractInsnNode[] insns, Test test, boolean stores, AnalyzerAdapter stack) {
        if (test instanceof Test.Jump j) {
            j.insn().accept(stack);
            return true;
        }
        if (test instanceof Test.Seq s) {
            return run(insns, s.first(), s.end(), s.test(), stores, stack);
        }
        Test.Both b = (Test.Both) test;
        return test(insns, b.a(), stores, stack) && test(insns, b.b(), stores, stack);
    }

    /** Whether an instruction puts a value of the same kind in place of the one that it takes, which the adapter passes over without a look at the stack. */
    private static boolean changesTop(int op) {
        return op >= Opcodes.INEG && op <= Opcodes.DNEG || op >= Opcodes.I2B && op <= Opcodes.I2S;
    }

    public static int pops(int op) {
        return op >= Opcodes.IF_ICMPEQ && op <= Opcodes.IF_ACMPNE ? 2 : 1;
    }

    /** Whether an instruction only computes: so do the JDK's functions that take numbers and return one. */
    private static boolean isPure(AbstractInsnNode n, boolean stores) {
        int op = n.getOpcode();
        if (n instanceof MethodInsnNode m) {
            return op == Opcodes.INVOKESTATIC && PURE_OWNERS.contains(m.owner) && !m.desc.endsWith("V") && !m.desc.contains("[") && !m.desc.contains("L");
        }
        return op >= Opcodes.ISTORE && op <= Opcodes.ASTORE || op == Opcodes.IINC ? stores : op <= Opcodes.SALOAD || op == Opcodes.POP
            || op >= Opcodes.DUP && op <= Opcodes.DUP2_X2 || op >= Opcodes.IADD && op <= Opcodes.DCMPG
            || op == Opcodes.GETSTATIC || op == Opcodes.GETFIELD || op == Opcodes.ARRAYLENGTH;
    }
}
