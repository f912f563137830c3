package dev.jacobi.lift;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;

/**
 * The control flow graph of a method's normal execution: exception handlers are left out, since whatever throws makes the
 * compiled code give up. Blocks stand in reverse postorder; the last one is a virtual exit that every return leads to.
 */
record Cfg(AbstractInsnNode[] insns, List<Block> blocks, Block exit, int maxLocals, int maxStack) {
    enum Kind {
        GOTO, BRANCH, SWITCH, RETURN, EXIT
    }

    /** The condition of a two-way branch; short circuits are folded into one test. */
    sealed interface Test {
        record Jump(JumpInsnNode insn) implements Test {
        }

        /** Instructions without effect, then the test. */
        record Seq(int first, int end, Test test) implements Test {
        }

        /** True when a gives {@code whenA} and then b gives {@code whenB}; b is only evaluated after a. */
        record Both(Test a, boolean whenA, Test b, boolean whenB) implements Test {
        }
    }

    /** A natural loop. */
    static final class Loop {
        final Block header;
        final BitSet body = new BitSet();
        Loop parent;

        Loop(Block header) {
            this.header = header;
        }

        boolean contains(Block b) {
            return body.get(b.id);
        }
    }

    static final class Block {
        /** Place in reverse postorder. */
        int id = -1;
        /** Instructions {@code [first, end)}; the last jump, switch or return is {@code last} instead. */
        final int first;
        int end;
        Kind kind = Kind.GOTO;
        AbstractInsnNode last;
        Test test;
        /** BRANCH: not taken, taken. SWITCH: per key, then the default. */
        List<Block> succ = new ArrayList<>();
        /** No return can be reached: every way throws or never ends. */
        boolean doomed;
        /** Edges that come from blocks before this one. */
        int forwardEdges;
        Block idom;
        /** The innermost loop around. */
        Loop loop;
        /** Reached by jumps from several places, or out of a loop: lifted behind {@link #follow its dominator's} code. */
        boolean placed;
        final List<Block> follow = new ArrayList<>();
        BitSet liveIn = new BitSet();
        /** What is live in front of some of the instructions; made when {@link Flow#liveAfter} first asks. */
        BitSet[] live;
        /** The instructions change nothing but the stack, and leave that as it was. */
        boolean neutral;
        /** As neutral, but local variables may be assigned. */
        boolean pure;

        Block(int first) {
            this.first = first;
        }

        boolean isHeader() {
            return loop != null && loop.header == this;
        }

        boolean dominates(Block b) {
            Block x = b;
            while (x != null && x.id > id) {
                x = x.idom;
            }
            return x == this;
        }
    }
}
