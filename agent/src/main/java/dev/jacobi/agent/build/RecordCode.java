package dev.jacobi.agent.build;

import java.util.List;
import java.util.stream.Stream;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InnerClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Writes out the methods of records that {@code java.lang.runtime.ObjectMethods} makes otherwise; they return what those return. */
final class RecordCode {
    private static final String BOOTSTRAP = "java/lang/runtime/ObjectMethods";
    private static final String BUILDER = "java/lang/StringBuilder";
    /** As ObjectMethods combines the hash codes of components. */
    private static final int FACTOR = 31;

    private RecordCode() {
    }

    static void replace(ClassNode c) {
        for (MethodNode m : c.methods) {
            for (AbstractInsnNode i : m.instructions) {
                if (i instanceof InvokeDynamicInsnNode d && d.bsm.getOwner().equals(BOOTSTRAP)) {
                    List<Handle> fields = Stream.of(d.bsmArgs).skip(2).map(a -> (Handle) a).toList();
                    m.instructions = switch (m.name) {
                        case "equals" -> equals(c.name, fields);
                        case "hashCode" -> hashCode(fields);
                        case "toString" -> text(simpleName(c), ((String) d.bsmArgs[1]).split(";"), fields);
                        default -> throw new IllegalStateException("A record's method " + c.name + "." + m.name + " is not known.");
                    };
                    break;
                }
            }
        }
    }

    private static String simpleName(ClassNode c) {
        for (InnerClassNode inner : c.innerClasses) {
            if (inner.name.equals(c.name)) {
                return inner.innerName;
            }
        }
        return c.name.substring(c.name.lastIndexOf('/') + 1);
    }

    private static InsnList equals(String owner, List<Handle> fields) {
        InsnList code = new InsnList();
        LabelNode other = new LabelNode();
        LabelNode differs = new LabelNode();
        code.add(new VarInsnNode(Opcodes.ALOAD, 0));
        code.add(new VarInsnNode(Opcodes.ALOAD, 1));
        code.add(new JumpInsnNode(Opcodes.IF_ACMPNE, other));
        code.add(new InsnNode(Opcodes.ICONST_1));
        code.add(new InsnNode(Opcodes.IRETURN));
        code.add(other);
        code.add(new FrameNode(Opcodes.F_SAME, 0, null, 0, null));
        code.add(new VarInsnNode(Opcodes.ALOAD, 1));
        code.add(new TypeInsnNode(Opcodes.INSTANCEOF, owner));
        code.add(new JumpInsnNode(Opcodes.IFEQ, differs));
        for (Handle f : fields) {
            code.add(new VarInsnNode(Opcodes.ALOAD, 0));
            code.add(get(f));
            code.add(new VarInsnNode(Opcodes.ALOAD, 1));
            code.add(new TypeInsnNode(Opcodes.CHECKCAST, owner));
            code.add(get(f));
            compare(code, Type.getType(f.getDesc()), differs);
        }
        code.add(new InsnNode(Opcodes.ICONST_1));
        code.add(new InsnNode(Opcodes.IRETURN));
        code.add(differs);
        code.add(new FrameNode(Opcodes.F_SAME, 0, null, 0, null));
        code.add(new InsnNode(Opcodes.ICONST_0));
        code.add(new InsnNode(Opcodes.IRETURN));
        return code;
    }

    private static void compare(InsnList code, Type type, LabelNode differs) {
        switch (type.getSort()) {
            case Type.LONG -> code.add(new InsnNode(Opcodes.LCMP));
            case Type.FLOAT -> code.add(call("java/lang/Float", "compare", "(FF)I"));
            case Type.DOUBLE -> code.add(call("java/lang/Double", "compare", "(DD)I"));
            case Type.OBJECT, Type.ARRAY -> {
                code.add(call("java/util/Objects", "equals", "(Ljava/lang/Object;Ljava/lang/Object;)Z"));
                code.add(new JumpInsnNode(Opcodes.IFEQ, differs));
                return;
            }
            default -> {
                code.add(new JumpInsnNode(Opcodes.IF_ICMPNE, differs));
                return;
            }
        }
        code.add(new JumpInsnNode(Opcodes.IFNE, differs));
    }

    private static InsnList hashCode(List<Handle> fields) {
        InsnList code = new InsnList();
        code.add(new InsnNode(Opcodes.ICONST_0));
        for (Handle f : fields) {
            code.add(new IntInsnNode(Opcodes.BIPUSH, FACTOR));
            code.add(new InsnNode(Opcodes.IMUL));
            code.add(new VarInsnNode(Opcodes.ALOAD, 0));
            code.add(get(f));
            Type type = Type.getType(f.getDesc());
            code.add(Conversion.isReference(type) ? call("java/util/Objects", "hashCode", "(Ljava/lang/Object;)I")
                : call(Conversion.wrapper(type), "hashCode", "(" + type + ")I"));
            code.add(new InsnNode(Opcodes.IADD));
        }
        code.add(new InsnNode(Opcodes.IRETURN));
        return code;
    }

    private static InsnList text(String name, String[] names, List<Handle> fields) {
        InsnList code = new InsnList();
        code.add(new TypeInsnNode(Opcodes.NEW, BUILDER));
        code.add(new InsnNode(Opcodes.DUP));
        code.add(new LdcInsnNode(name + "["));
        code.add(new MethodInsnNode(Opcodes.INVOKESPECIAL, BUILDER, "<init>", "(Ljava/lang/String;)V", false));
        for (int k = 0; k < fields.size(); k++) {
            code.add(new LdcInsnNode((k > 0 ? ", " : "") + names[k] + "="));
            code.add(append("Ljava/lang/String;"));
            code.add(new VarInsnNode(Opcodes.ALOAD, 0));
            code.add(get(fields.get(k)));
            Type type = Type.getType(fields.get(k).getDesc());
            code.add(append(switch (type.getSort()) {
                case Type.OBJECT, Type.ARRAY -> "Ljava/lang/Object;";
                case Type.BYTE, Type.SHORT -> "I";
                default -> type.getDescriptor();
            }));
        }
        code.add(new LdcInsnNode("]"));
        code.add(append("Ljava/lang/String;"));
        code.add(new MethodInsnNode(Opcodes.INVOKEVIRTUAL, BUILDER, "toString", "()Ljava/lang/String;", false));
        code.add(new InsnNode(Opcodes.ARETURN));
        return code;
    }

    private static FieldInsnNode get(Handle field) {
        return new FieldInsnNode(Opcodes.GETFIELD, field.getOwner(), field.getName(), field.getDesc());
    }

    private static MethodInsnNode call(String owner, String name, String desc) {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, owner, name, desc, false);
    }

    private static MethodInsnNode append(String type) {
        return new MethodInsnNode(Opcodes.INVOKEVIRTUAL, BUILDER, "append", "(" + type + ")L" + BUILDER + ";", false);
    }
}
