package dev.jacobi.agent;

import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.CodeSizeEvaluator;

/**
 * Puts the guarded call in front of a static method: {@code if (on(args)) try { return call(args); } catch (Deopt d) { }},
 * both as invokedynamic, and leaves the body as it is. The frames added equal the method's initial frame, so the
 * compressed frames of the body that follow stay valid. The question itself is asked within a {@code try}, too: near the end of the stack or of
 * the heap linking it may fail, and the method's own body may well do with what is left.
 */
final class Prologue extends CodeSizeEvaluator {
    static final String DEOPT = "dev/jacobi/woven/Deopt";
    private static final String BOOTSTRAP = "dev/jacobi/woven/Bootstrap";
    private static final String BOOTSTRAP_DESC = "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
        + "Ljava/lang/invoke/MethodType;Ljava/lang/String;)Ljava/lang/invoke/CallSite;";
    private static final Handle ON = new Handle(Opcodes.H_INVOKESTATIC, BOOTSTRAP, "on", BOOTSTRAP_DESC, false);
    private static final Handle CALL = new Handle(Opcodes.H_INVOKESTATIC, BOOTSTRAP, "call", BOOTSTRAP_DESC, false);

    private static final String[] FAILURES = {"java/lang/VirtualMachineError", "java/lang/LinkageError", "java/lang/RuntimeException"};

    private final String name;
    private final String desc;
    private final boolean frames;
    /** The size of the code where the body begins. */
    private int begun;

    /** {@code frames} is false when the class writer computes all frames itself. */
    Prologue(MethodVisitor next, String name, String desc, boolean frames) {
        super(Opcodes.ASM9, next);
        this.name = name;
        this.desc = desc;
        this.frames = frames;
    }

    @Override
    public void visitCode() {
        super.visitCode();
        Label from = new Label();
        Label to = new Label();
        Label handler = new Label();
        Label body = new Label();
        Label asking = new Label();
        Label unasked = new Label();
        super.visitTryCatchBlock(from, to, handler, DEOPT);
        for (String failure : FAILURES) {
            super.visitTryCatchBlock(asking, from, unasked, failure);
        }
        String args = desc.substring(0, desc.indexOf(')') + 1);
        super.visitLabel(asking);
        loadArguments();
        super.visitInvokeDynamicInsn(name, args + "Z", ON, desc);
        super.visitJumpInsn(Opcodes.IFEQ, body);
        super.visitLabel(from);
        loadArguments();
        super.visitInvokeDynamicInsn(name, desc, CALL, desc);
        super.visitInsn(Type.getReturnType(desc).getOpcode(Opcodes.IRETURN));
        super.visitLabel(to);
        super.visitLabel(handler);
        if (frames) {
            super.visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {DEOPT});
        }
        super.visitInsn(Opcodes.POP);
        super.visitJumpInsn(Opcodes.GOTO, body);
        super.visitLabel(unasked);
        if (frames) {
            super.visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {"java/lang/Throwable"});
        }
        super.visitInsn(Opcodes.POP);
        super.visitLabel(body);
        if (frames) {
            super.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        }
        begun = getMaxSize();
    }

    private void loadArguments() {
        int slot = 0;
        for (Type t : Type.getArgumentTypes(desc)) {
            super.visitVarInsn(t.getOpcode(Opcodes.ILOAD), slot);
            slot += t.getSize();
        }
    }

    /** Two frames may not describe one offset: a body that begins with a frame gets a nop before it. */
    @Override
    public void visitFrame(int type, int locals, Object[] local, int stack, Object[] stacked) {
        if (frames && getMaxSize() == begun) {
            super.visitInsn(Opcodes.NOP);
        }
        super.visitFrame(type, locals, local, stack, stacked);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        int args = Type.getArgumentsAndReturnSizes(desc) >> 2;
        super.visitMaxs(Math.max(maxStack, Math.max(args, 2)), maxLocals);
    }
}
