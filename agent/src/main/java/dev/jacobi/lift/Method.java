package dev.jacobi.lift;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/** A method with its class; its control flow graph is made when first needed. */
final class Method {
    private final ClassNode owner;
    private final MethodNode node;
    private Cfg cfg;

    Method(ClassNode owner, MethodNode node) {
        this.owner = owner;
        this.node = node;
    }

    ClassNode owner() {
        return owner;
    }

    MethodNode node() {
        return node;
    }

    boolean has(int access) {
        return (node.access & access) != 0;
    }

    boolean isStatic() {
        return has(Opcodes.ACC_STATIC);
    }

    String key() {
        return owner.name + "." + node.name + node.desc;
    }

    Cfg cfg() {
        if (cfg == null) {
            cfg = CfgBuilder.build(this);
        }
        return cfg;
    }

    /** True when no way through the method returns. */
    boolean alwaysThrows() {
        try {
            cfg();
            return false;
        } catch (Refusal r) {
            if (r.code().equals("ALWAYS-THROWS")) {
                return true;
            }
            throw r;
        }
    }

    /** Class.method:line of an instruction; without line numbers the instruction's number stands after an @. */
    String where(AbstractInsnNode insn) {
        String name = owner.name.replace('/', '.') + "." + node.name;
        for (AbstractInsnNode i = insn; i != null; i = i.getPrevious()) {
            if (i instanceof LineNumberNode l) {
                return name + ":" + l.line;
            }
        }
        int at = 0;
        for (AbstractInsnNode i = insn; i != null; i = i.getPrevious()) {
            at += i.getOpcode() >= 0 ? 1 : 0;
        }
        return insn == null ? name : name + ":@" + (at - 1);
    }
}
