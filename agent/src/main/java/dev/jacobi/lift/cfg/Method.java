package dev.jacobi.lift.cfg;

import dev.jacobi.lift.request.Refusal;
import dev.jacobi.report.ReasonCode;
import java.util.function.Supplier;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/** A method with its class; its control flow graph is made when first needed. */
public final class Method {
    private final ClassNode owner;
    private final MethodNode node;
    private final Supplier<MethodNode> read;
    private Cfg cfg;
    /** The last place that was asked for: instruction after instruction asks for the same line. */
    private LineNumberNode line;
    private String place;

    /** {@code read} gives the method with its instructions. */
    Method(ClassNode owner, MethodNode node, Supplier<MethodNode> read) {
        this.owner = owner;
        this.node = node;
        this.read = read;
    }

    public ClassNode owner() {
        return owner;
    }

    /** The method as its class declares it, without instructions. */
    public MethodNode node() {
        return node;
    }

    /** The method with its instructions, read anew. */
    public MethodNode code() {
        return read.get();
    }

    public boolean has(int access) {
        return (node.access & access) != 0;
    }

    public boolean isStatic() {
        return has(Opcodes.ACC_STATIC);
    }

    public String key() {
        return owner.name + "." + node.name + node.desc;
    }

    public Cfg cfg() {
        if (cfg == null) {
            cfg = CfgBuilder.build(this);
        }
        return cfg;
    }

    /** True when no way through the method returns. */
    public boolean alwaysThrows() {
        try {
            cfg();
            return false;
        } catch (Refusal r) {
            if (r.code() == ReasonCode.ALWAYS_THROWS) {
                return true;
            }
            throw r;
        }
    }

    /** Class.method:line of an instruction; without line numbers the instruction's number stands after an @. */
    public String where(AbstractInsnNode insn) {
        for (AbstractInsnNode i = insn; i != null; i = i.getPrevious()) {
            if (i instanceof LineNumberNode l) {
                if (l != line) {
                    line = l;
                    place = name() + ":" + l.line;
                }
                return place;
            }
        }
        String name = name();
        int at = 0;
        for (AbstractInsnNode i = insn; i != null; i = i.getPrevious()) {
            at += i.getOpcode() >= 0 ? 1 : 0;
        }
        return insn == null ? name : name + ":@" + (at - 1);
    }

    private String name() {
        return owner.name.replace('/', '.') + "." + node.name;
    }
}
