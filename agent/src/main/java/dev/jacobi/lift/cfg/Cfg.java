package dev.jacobi.lift.cfg;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;

/**
 * The control flow graph of a method's normal execution: exception handlers are left out, since whatever throws makes the
 * compiled code give up. Blocks stand in reverse postorder; the last one is a virtual exit that every return leads to.
 */
public record Cfg(AbstractInsnNode[] insns, List<Block> blocks, Block exit, int maxLocals, int maxStack) {
    public enum Kind {
        GOTO, BRANCH, SWITCH, RETURN, EXIT
    }

    /** The condition of a two-way branch; short circuits are folded into one test. */
    public sealed interface Test {
        record Jump(JumpInsnNode insn) implements Test {
        }

        /** Instructions without effect, then the test. */
        public record Seq(int first, int end, Test test) implements Test {
        }

        /** True when a gives {@code whenA} and then b gives {@code whenB}; b is only evaluated after a. */
        record Both(Test a, boolean whenA, Test b, boolean whenB) implements Test {
        }
    }

    /** A natural loop. */
    public static final class Loop {
        public final Block header;
        public final BitSet body = new BitSet();
        public Loop parent;

        Loop(Block header) {
            this.header = header;
        }

        public boolean contains(Block b) {
            return body.get(b.id);
        }
    }

    public static final class Block {
        /** Place in reverse postorder. */
        public int id = -1;
        /** Instructions {@code [first, end)}; the last jump, switch or return is {@code last} instead. */
        public final int first;
        public int end;
        public Kind kind = Kind.GOTO;
        public AbstractInsnNode last;
        public Test test;
        /** BRANCH: not taken, taken. SWITCH: per key, then the default. */
        public List<Block> succ = new ArrayList<>();
        /** No return can be reached: every way throws or never ends. */
        public boolean doomed;
        /** Edges that come from blocks before this one. */
        public int forwardEdges;
        public Block idom;
        /** The innermost loop around. */
        public Loop loop;
        /** Reached by jumps from several places, or out of a loop: lifted behind {@link #follow its dominator's} code. */
        public boolean placed;
        public final List<Block> follow = new ArrayList<>();
        public BitSet liveIn = new BitSet();
        /** What is live in front of some of the instructions; made when {@link ControlFlow#liveAfter} first asks. */
        public BitSet[] live;
        /** The instructions change nothing but the stack, and leave that as it was. */
        public boolean neutral;
        /** As neutral, but local variables may be assigned. */
        public boolean pure;

        Block(int first) {
            this.first = first;
        }

        public boolean isHeader() {
            return loop != null && loop.header == this;
        }

        public boolean dominates(Block b) {
            Block x = b;
            while (x != null && x.id > id) {
                x = x.idom;
            }
            return x == this;
        }
    }
}
