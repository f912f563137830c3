package dev.jacobi.lift.cfg;

import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The probes that JaCoCo puts into methods: an array of flags that a method of its own gives, kept in a variable of its own, and stores of true into it. Nothing that the
 * method computes depends on them. A derivative or another transformation of the method leaves them out, as it stands for no run of the method; compiled code that stands
 * for the method itself would have to set them, so methods with probes are left to the JVM.
 */
public final class CoverageProbes {
    private static final String GIVES = "$jacocoInit";

    private CoverageProbes() {
    }

    /** Whether the instruction gives the array. */
    public static boolean isGiven(AbstractInsnNode n) {
        return n instanceof LdcInsnNode l && l.cst instanceof ConstantDynamic c && c.getBootstrapMethod().getName().equals(GIVES)
            || n instanceof MethodInsnNode m && m.getOpcode() == Opcodes.INVOKESTATIC && m.name.equals(GIVES) && m.desc.equals("()[Z");
    }

    static void remove(MethodNode m) {
        for (AbstractInsnNode n : m.instructions.toArray()) {
            if (isGiven(n)) {
                AbstractInsnNode next = n.getNext();
                AbstractInsnNode cast = next != null && next.getOpcode() == Opcodes.CHECKCAST ? next : null;
                next = cast == null ? next : cast.getNext();
                if (next instanceof VarInsnNode kept && kept.getOpcode() == Opcodes.ASTORE) {
                    m.instructions.remove(n);
                    if (cast != null) {
                        m.instructions.remove(cast);
                    }
                    m.instructions.remove(kept);
                    stores(m.instructions, kept.var);
                }
            }
        }
    }

    /** {@code aload probes, k, iconst_1, bastore}. */
    private static void stores(InsnList code, int probes) {
        for (AbstractInsnNode n : code.toArray()) {
            if (n instanceof VarInsnNode v && v.getOpcode() == Opcodes.ALOAD && v.var == probes) {
                AbstractInsnNode k = n.getNext();
                AbstractInsnNode one = k == null ? null : k.getNext();
                AbstractInsnNode store = one == null ? null : one.getNext();
                if (store != null && one.getOpcode() == Opcodes.ICONST_1 && store.getOpcode() == Opcodes.BASTORE) {
                    code.remove(n);
                    code.remove(k);
                    code.remove(one);
                    code.remove(store);
                }
            }
        }
    }
}
