package dev.jacobi.agent.build;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;

/** The class whose objects are the lambdas of a nest. What they captured lies in fields by kind: references, ints and what is an int on the stack, longs, floats, doubles. */
final class LambdaClass {
    private static final String KINDS = "IJFD";
    private static final String OBJECT = "java/lang/Object";
    private static final String NUMBER = "number";
    private final ClassNode node = new ClassNode();
    private final Set<String> made = new HashSet<>();

    LambdaClass(String name, ClassNode host) {
        node.visit(host.version, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC, name, null, OBJECT, null);
        node.visitNestHost(host.name);
        node.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, NUMBER, "I", null, null);
    }

    ClassNode node() {
        return node;
    }

    /** The descriptor of the method {@code of} that makes such a lambda of what it captured and its number. */
    String factory(LambdaCode.Lambda l) {
        String face = l.face().getInternalName();
        if (!node.interfaces.contains(face)) {
            node.interfaces.add(face);
        }
        String kinds = l.captured().stream().map(LambdaClass::erased).collect(Collectors.joining());
        String desc = "(" + kinds + "I)" + l.face();
        if (made.add(desc)) {
            if (made.add("(" + kinds + "I)V")) {
                constructor("(" + kinds + "I)V");
            }
            MethodVisitor mv = node.visitMethod(Opcodes.ACC_STATIC, "of", desc, null, null);
            mv.visitTypeInsn(Opcodes.NEW, node.name);
            mv.visitInsn(Opcodes.DUP);
            int slot = 0;
            for (Type t : Type.getArgumentTypes(desc)) {
                mv.visitVarInsn(t.getOpcode(Opcodes.ILOAD), slot);
                slot += t.getSize();
            }
            mv.visitMethodInsn(Opcodes.INVOKESPECIAL, node.name, "<init>", "(" + kinds + "I)V", false);
            mv.visitInsn(Opcodes.ARETURN);
            mv.visitMaxs(0, 0);
        }
        return desc;
    }

    private void constructor(String desc) {
        MethodVisitor mv = node.visitMethod(Opcodes.ACC_PRIVATE, "<init>", desc, null, null);
        mv.visitVarInsn(Opcodes.ALOAD, 0);
        mv.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT, "<init>", "()V", false);
        Type[] types = Type.getArgumentTypes(desc);
        int slot = 1;
        for (int k = 0; k < types.length; k++) {
            mv.visitVarInsn(Opcodes.ALOAD, 0);
            mv.visitVarInsn(types[k].getOpcode(Opcodes.ILOAD), slot);
            mv.visitFieldInsn(Opcodes.PUTFIELD, node.name, k == types.length - 1 ? NUMBER : field(List.of(types), k), types[k].getDescriptor());
            slot += types[k].getSize();
        }
        mv.visitInsn(Opcodes.RETURN);
        mv.visitMaxs(0, 0);
    }

    /** The field of the k-th captured value: its kind and how many of that kind are in front of it. */
    private String field(List<Type> captured, int k) {
        String kind = erased(captured.get(k));
        String name = (kind.length() > 1 ? "L" : kind) + captured.subList(0, k).stream().filter(t -> erased(t).equals(kind)).count();
        if (made.add(name)) {
            node.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, name, kind, null, null);
        }
        return name;
    }

    private static String erased(Type t) {
        return Conversion.isReference(t) ? "L" + OBJECT + ";" : String.valueOf(KINDS.charAt(Conversion.kind(t)));
    }

    /** The method of an interface, or of several that agree about it; its lambdas have the numbers from {@code first} on. */
    void method(List<LambdaCode.Lambda> lambdas, int first) {
        LambdaCode.Lambda any = lambdas.get(0);
        MethodVisitor mv = node.visitMethod(Opcodes.ACC_PUBLIC, any.name(), any.erased().getDescriptor(), null, null);
        Label[] labels = lambdas.stream().map(l -> new Label()).toArray(Label[]::new);
        if (labels.length > 1) {
            mv.visitVarInsn(Opcodes.ALOAD, 0);
            mv.visitFieldInsn(Opcodes.GETFIELD, node.name, NUMBER, "I");
            // the first is also what no other number stands for
            mv.visitTableSwitchInsn(first + 1, first + labels.length - 1, labels[0], Arrays.copyOfRange(labels, 1, labels.length));
        }
        for (int k = 0; k < labels.length; k++) {
            mv.visitLabel(labels[k]);
            if (labels.length > 1) {
                mv.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
            }
            body(mv, lambdas.get(k));
        }
        mv.visitMaxs(0, 0);
    }

    private void body(MethodVisitor mv, LambdaCode.Lambda l) {
        Handle h = l.body();
        boolean makes = h.getTag() == Opcodes.H_NEWINVOKESPECIAL;
        if (makes) {
            mv.visitTypeInsn(Opcodes.NEW, h.getOwner());
            mv.visitInsn(Opcodes.DUP);
        }
        arguments(mv, l, makes || h.getTag() == Opcodes.H_INVOKESTATIC);
        mv.visitMethodInsn(switch (h.getTag()) {
            case Opcodes.H_NEWINVOKESPECIAL -> Opcodes.INVOKESPECIAL;
            case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
            // a private method of the same nest is called as any other
            case Opcodes.H_INVOKEVIRTUAL, Opcodes.H_INVOKEINTERFACE, Opcodes.H_INVOKESPECIAL -> h.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
            default -> throw new IllegalStateException("A lambda's method is reached in a way that is not known: " + h);
        }, h.getOwner(), h.getName(), h.getDesc(), h.isInterface());
        Type result = l.erased().getReturnType();
        Conversion.convert(mv, makes ? Type.getObjectType(h.getOwner()) : Type.getReturnType(h.getDesc()), l.known().getReturnType(), result);
        mv.visitInsn(result.getOpcode(Opcodes.IRETURN));
    }

    /** What was captured and what the call gives, as the method behind takes them. */
    private void arguments(MethodVisitor mv, LambdaCode.Lambda l, boolean isStatic) {
        List<Type> wanted = new ArrayList<>(List.of(Type.getArgumentTypes(l.body().getDesc())));
        List<Type> captured = l.captured();
        Type[] given = l.erased().getArgumentTypes();
        Type[] known = l.known().getArgumentTypes();
        if (!isStatic) {
            wanted.add(0, Type.getObjectType(l.body().getOwner()));
        }
        for (int k = 0; k < captured.size(); k++) {
            String kind = erased(captured.get(k));
            mv.visitVarInsn(Opcodes.ALOAD, 0);
            mv.visitFieldInsn(Opcodes.GETFIELD, node.name, field(captured, k), kind);
            if (Conversion.isReference(captured.get(k))) {
                Conversion.cast(mv, Type.getType(kind), wanted.get(k));
            } else {
                Conversion.convert(mv, captured.get(k), captured.get(k), wanted.get(k));
            }
        }
        int slot = 1;
        for (int k = 0; k < given.length; k++) {
            mv.visitVarInsn(given[k].getOpcode(Opcodes.ILOAD), slot);
            slot += given[k].getSize();
            Conversion.convert(mv, given[k], known[k], wanted.get(captured.size() + k));
        }
    }
}
