package dev.jacobi.lift.cfg;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The class file of what the JVM runs has the prologues that the agent puts in front of methods, perhaps with code of other agents around them. Lifted is what runs
 * where the prologue's test says no: the arguments are dropped and the jump to the method's own code is taken.
 */
final class OwnPrologue {
    private static final String LINKER = "dev/jacobi/woven/Bootstrap";

    private OwnPrologue() {
    }

    static void remove(MethodNode m) {
        for (AbstractInsnNode n : m.instructions.toArray()) {
            if (n instanceof InvokeDynamicInsnNode d && d.bsm.getOwner().equals(LINKER) && d.bsm.getName().equals("on")) {
                m.instructions.insertBefore(n, dropped(d.desc));
                AbstractInsnNode next = n.getNext();
                if (next instanceof JumpInsnNode j && j.getOpcode() == Opcodes.IFEQ) {
                    m.instructions.set(j, new JumpInsnNode(Opcodes.GOTO, j.label));
                    m.instructions.remove(n);
                } else {
                    m.instructions.set(n, new InsnNode(Opcodes.ICONST_0));
                }
            }
        }
    }

    private static InsnList dropped(String desc) {
        var out = new InsnList();
        Type[] args = Type.getArgumentTypes(desc);
        for (int i = args.length - 1; i >= 0; i--) {
            out.add(new InsnNode(args[i].getSize() == 2 ? Opcodes.POP2 : Opcodes.POP));
        }
        return out;
    }
}
