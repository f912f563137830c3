package dev.jacobi.agent.build;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Byte Buddy runs on JDKs that lack some methods of the newer ones. It calls these through interfaces whose annotations name them, with a proxy for each that is made by
 * reflection when it starts: a third of all that is loaded with it. Those that it needs here are called as they are, since the oldest JDK that Jacobi runs on has them.
 */
final class DirectCalls {
    private static final String BYTE_BUDDY = "dev/jacobi/shaded/bytebuddy/";
    private static final String DISPATCHER = BYTE_BUDDY + "utility/dispatcher/JavaDispatcher";
    private static final String PROXIED = "L" + DISPATCHER + "$Proxied;";
    private static final String INSTANCE = "L" + DISPATCHER + "$Instance;";
    private static final String ACTION = "java/security/PrivilegedAction";
    private static final String OBJECT = "java/lang/Object";
    /** The interfaces, all of whose methods JDK 17 has. */
    private static final List<String> KNOWN = List.of("agent/builder/AgentBuilder$Default$Dispatcher", "description/type/TypeDescription$ForLoadedType$Dispatcher",
        "description/type/TypeDefinition$Sort$AnnotatedType", "description/method/MethodDescription$InDefinedShape$AbstractBase$Executable", "utility/JavaModule$Resolver",
        "utility/JavaModule$Module");

    private DirectCalls() {
    }

    /** Changes the classes that have such an interface implemented, and adds the implementations. */
    static void replace(Map<String, ClassNode> classes) {
        for (String name : KNOWN) {
            ClassNode face = classes.get(BYTE_BUDDY + name);
            if (face == null || classes.values().stream().filter(c -> isReplaced(c, face.name)).count() == 0) {
                throw new IllegalStateException("Byte Buddy has no proxy of " + name);
            }
            ClassNode direct = implementation(face);
            classes.put(direct.name, direct);
        }
    }

    private static String direct(String face) {
        return face + "$Direct";
    }

    /** {@code JavaDispatcher.of(Face.class)}, an action that gives the proxy, becomes an object that gives itself. */
    private static boolean isReplaced(ClassNode user, String face) {
        boolean found = false;
        for (MethodNode m : user.methods) {
            for (AbstractInsnNode i : m.instructions.toArray()) {
                if (i instanceof LdcInsnNode c && c.cst.equals(Type.getObjectType(face)) && i.getNext() instanceof MethodInsnNode of && of.owner.equals(DISPATCHER)
                    && of.name.equals("of") && Type.getArgumentTypes(of.desc).length == 1) {
                    m.instructions.insert(of, new MethodInsnNode(Opcodes.INVOKESPECIAL, direct(face), "<init>", "()V", false));
                    m.instructions.set(of, new InsnNode(Opcodes.DUP));
                    m.instructions.set(i, new TypeInsnNode(Opcodes.NEW, direct(face)));
                    found = true;
                }
            }
        }
        return found;
    }

    private static ClassNode implementation(ClassNode face) {
        var c = new ClassNode();
        c.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC, direct(face.name), null, OBJECT, new String[] {face.name, ACTION});
        MethodNode make = method(c, 0, "<init>", "()V");
        make.instructions.add(new VarInsnNode(Opcodes.ALOAD, 0));
        make.instructions.add(new MethodInsnNode(Opcodes.INVOKESPECIAL, OBJECT, "<init>", "()V", false));
        make.instructions.add(new InsnNode(Opcodes.RETURN));
        MethodNode run = method(c, Opcodes.ACC_PUBLIC, "run", "()Ljava/lang/Object;");
        run.instructions.add(new VarInsnNode(Opcodes.ALOAD, 0));
        run.instructions.add(new InsnNode(Opcodes.ARETURN));
        Class<?> target = type(value(face.visibleAnnotations));
        for (MethodNode m : face.methods) {
            if ((m.access & Opcodes.ACC_ABSTRACT) != 0) {
                call(target, m, method(c, Opcodes.ACC_PUBLIC, m.name, m.desc).instructions);
            }
        }
        return c;
    }

    private static MethodNode method(ClassNode c, int access, String name, String desc) {
        var m = new MethodNode(access, name, desc, null, null);
        c.methods.add(m);
        return m;
    }

    /** Calls the method of the target that an interface's method stands for: on the first argument, with the others. */
    private static void call(Class<?> target, MethodNode m, InsnList out) {
        Type[] arguments = Type.getArgumentTypes(m.desc);
        List<Class<?>> parameters = new ArrayList<>();
        int slot = 1;
        for (int i = 0; i < arguments.length; i++) {
            out.add(new VarInsnNode(arguments[i].getOpcode(Opcodes.ILOAD), slot));
            slot += arguments[i].getSize();
            if (i > 0) {
                List<AnnotationNode> annotations = m.visibleParameterAnnotations == null ? null : m.visibleParameterAnnotations[i];
                String named = value(annotations);
                parameters.add(named == null ? type(arguments[i].getClassName()) : type(named));
            }
            if (arguments[i].getSort() == Type.OBJECT && !has(m.visibleAnnotations, INSTANCE)) {
                out.add(new TypeInsnNode(Opcodes.CHECKCAST, Type.getInternalName(i == 0 ? target : parameters.get(i - 1))));
            }
        }
        if (has(m.visibleAnnotations, INSTANCE)) {
            out.add(new TypeInsnNode(Opcodes.INSTANCEOF, Type.getInternalName(target)));
        } else {
            out.add(invocation(target, value(m.visibleAnnotations), parameters));
        }
        out.add(new InsnNode(Type.getReturnType(m.desc).getOpcode(Opcodes.IRETURN)));
    }

    private static MethodInsnNode invocation(Class<?> target, String name, List<Class<?>> parameters) {
        try {
            String desc = Type.getMethodDescriptor(target.getMethod(name, parameters.toArray(Class<?>[]::new)));
            return new MethodInsnNode(target.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL, Type.getInternalName(target), name, desc, target.isInterface());
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("No method of the JDK: " + target.getName() + "." + name + parameters, e);
        }
    }

    private static boolean has(List<AnnotationNode> annotations, String desc) {
        return annotations != null && annotations.stream().anyMatch(a -> a.desc.equals(desc));
    }

    /** What {@code @Proxied} says, or null. */
    private static String value(List<AnnotationNode> annotations) {
        return annotations == null ? null : annotations.stream().filter(a -> a.desc.equals(PROXIED)).map(a -> (String) a.values.get(1)).findFirst().orElse(null);
    }

    private static Class<?> type(String name) {
        return Arrays.<Class<?>>asList(boolean.class, int.class, long.class).stream().filter(c -> c.getName().equals(name)).findFirst().orElseGet(() -> {
            try {
                return Class.forName(name, false, null);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException("No class of the JDK: " + name, e);
            }
        });
    }
}
