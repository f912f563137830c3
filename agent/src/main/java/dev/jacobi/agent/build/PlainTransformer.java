package dev.jacobi.agent.build;

import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Byte Buddy's transformer of class files as it stands in the jar. When it is first used, Byte Buddy makes a subclass of it that is told the module of each class by the JVM, and
 * falls back to the class itself on a JVM without modules. Nothing of ours asks for the module, and making the subclass takes more classes than all else that is done with Byte Buddy.
 */
final class PlainTransformer {
    private static final String FACTORY = "dev/jacobi/shaded/bytebuddy/agent/builder/AgentBuilder$Default$ExecutingTransformer$Factory";
    private static final String MADE = FACTORY + "$CreationAction";
    private static final String PLAIN = FACTORY + "$ForLegacyVm";

    private PlainTransformer() {
    }

    /** Has the factory of the class itself returned where that of the subclass is made. */
    static void replace(Map<String, ClassNode> classes) {
        ClassNode made = classes.get(MADE);
        if (made == null || !classes.containsKey(PLAIN)) {
            throw new IllegalStateException("Byte Buddy makes its transformer otherwise than by " + MADE);
        }
        for (MethodNode m : List.copyOf(made.methods)) {
            if (m.name.equals("run") && Type.getReturnType(m.desc).getInternalName().equals(FACTORY)) {
                m.instructions.clear();
                m.tryCatchBlocks.clear();
                m.localVariables = null;
                m.visibleLocalVariableAnnotations = null;
                m.instructions.add(new FieldInsnNode(Opcodes.GETSTATIC, PLAIN, "INSTANCE", "L" + PLAIN + ";"));
                m.instructions.add(new InsnNode(Opcodes.ARETURN));
            }
        }
    }
}
