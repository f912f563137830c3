package dev.jacobi.backend;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A plain listing of one method's bytecode for dumps. */
public final class Listing extends MethodVisitor {
    private static final String[] NAMES = names();
    private final StringBuilder out = new StringBuilder();
    private final Map<Label, Integer> labels = new IdentityHashMap<>();

    private Listing() {
        super(Opcodes.ASM9);
    }

    /** The instructions of a method, one per line; empty when the class file is not to be had. */
    public static String of(byte[] classFile, String name, String desc) {
        Listing l = new Listing();
        if (classFile != null) {
            new ClassReader(classFile).accept(new ClassVisitor(Opcodes.ASM9) {
                @Override
                public MethodVisitor visitMethod(int access, String n, String d, String signature, String[] exceptions) {
                    return n.equals(name) && d.equals(desc) ? l : null;
                }
            }, ClassReader.SKIP_FRAMES);
        }
        return l.out.toString();
    }

    /** Opcode names, from the constants of {@link Opcodes} that follow NOP. */
    private static String[] names() {
        String[] names = new String[256];
        boolean in = false;
        for (Field f : Opcodes.class.getFields()) {
            in |= f.getName().equals("NOP");
            try {
                if (in && f.getType() == int.class) {
                    names[f.getInt(null)] = f.getName().toLowerCase(Locale.ROOT);
                }
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
        return names;
    }

    private void line(int opcode, Object... operands) {
        out.append("    ").append(NAMES[opcode]);
        for (Object o : operands) {
            out.append(' ').append(o);
        }
        out.append('\n');
    }

    private String name(Label l) {
        return "L" + labels.computeIfAbsent(l, k -> labels.size());
    }

    @Override
    public void visitLabel(Label l) {
        out.append(name(l)).append(":\n");
    }

    @Override
    public void visitLineNumber(int line, Label start) {
        out.append("  // line ").append(line).append('\n');
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
        out.append("  // try ").append(name(start)).append("..").append(name(end)).append(" catch ").append(type).append(" at ")
            .append(name(handler)).append('\n');
    }

    @Override
    public void visitInsn(int opcode) {
        line(opcode);
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        line(opcode, operand);
    }

    @Override
    public void visitVarInsn(int opcode, int slot) {
        line(opcode, slot);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        line(opcode, type);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String desc) {
        line(opcode, owner + "." + name, desc);
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String desc, boolean isInterface) {
        line(opcode, owner + "." + name + desc);
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String desc, Handle bootstrap, Object... args) {
        line(Opcodes.INVOKEDYNAMIC, name + desc, bootstrap, Arrays.toString(args));
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        line(opcode, name(label));
    }

    @Override
    public void visitLdcInsn(Object value) {
        line(Opcodes.LDC, value);
    }

    @Override
    public void visitIincInsn(int slot, int by) {
        line(Opcodes.IINC, slot, by);
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label other, Label... targets) {
        line(Opcodes.TABLESWITCH, min + ".." + max, Arrays.stream(targets).map(this::name).toList(), "else " + name(other));
    }

    @Override
    public void visitLookupSwitchInsn(Label other, int[] keys, Label[] targets) {
        line(Opcodes.LOOKUPSWITCH, Arrays.toString(keys), Arrays.stream(targets).map(this::name).toList(), "else " + name(other));
    }

    @Override
    public void visitMultiANewArrayInsn(String type, int dims) {
        line(Opcodes.MULTIANEWARRAY, type, dims);
    }
}
