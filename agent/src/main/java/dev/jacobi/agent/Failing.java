package dev.jacobi.agent;

import java.util.LinkedHashMap;
import java.util.Map;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * {@code refusal=throw} for the methods of one class that cannot have a prologue. Code gets a first instruction that throws the sentence; a
 * native method gets such code instead; an abstract one has no call that could fail, so the initialisation of its class does.
 */
final class Failing {
    private static final String NOT_COMPILED = "dev/jacobi/woven/NotCompiled";
    private static final String INITIALISER = "<clinit>";
    private final Map<String, String> sentences = new LinkedHashMap<>();
    private final boolean fresh;
    private String uncallable;
    private boolean initialised;

    /** {@code fresh}: the class is being loaded, so modifiers may change and methods be added. */
    Failing(boolean fresh) {
        this.fresh = fresh;
    }

    /** A method that has to fail with a sentence; false when it cannot be made to, because its class is loaded already. */
    boolean add(int access, String name, String desc, String sentence) {
        boolean code = (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
        if (!code && !fresh) {
            return false;
        }
        if ((access & Opcodes.ACC_ABSTRACT) != 0) {
            uncallable = uncallable == null ? sentence : uncallable;
        } else {
            sentences.put(name + desc, sentence);
        }
        return true;
    }

    boolean isEmpty() {
        return sentences.isEmpty() && uncallable == null;
    }

    /** The modifiers of a method as it will be. */
    int access(int access, String name, String desc) {
        return sentences.containsKey(name + desc) ? access & ~Opcodes.ACC_NATIVE : access;
    }

    /** The method with what makes it fail; {@code access} as it was. */
    MethodVisitor method(MethodVisitor out, int access, String name, String desc) {
        String sentence = sentences.get(name + desc);
        if (name.equals(INITIALISER) && uncallable != null) {
            initialised = true;
            sentence = uncallable;
        }
        if (sentence == null) {
            return out;
        }
        return (access & Opcodes.ACC_NATIVE) != 0 ? instead(out, access, desc, sentence) : first(out, sentence);
    }

    private static void fail(MethodVisitor mv, String sentence) {
        mv.visitLdcInsn(sentence);
        mv.visitMethodInsn(Opcodes.INVOKESTATIC, NOT_COMPILED, "refuse", "(Ljava/lang/String;)V", false);
    }

    private static MethodVisitor first(MethodVisitor out, String sentence) {
        return new MethodVisitor(Opcodes.ASM9, out) {
            @Override
            public void visitCode() {
                super.visitCode();
                fail(mv, sentence);
            }

            @Override
            public void visitMaxs(int stack, int locals) {
                super.visitMaxs(Math.max(stack, 1), locals);
            }
        };
    }

    private static MethodVisitor instead(MethodVisitor out, int access, String desc, String sentence) {
        return new MethodVisitor(Opcodes.ASM9, out) {
            @Override
            public void visitEnd() {
                super.visitCode();
                fail(mv, sentence);
                super.visitInsn(Opcodes.ACONST_NULL);
                super.visitInsn(Opcodes.ATHROW);
                int receiver = (access & Opcodes.ACC_STATIC) == 0 ? 0 : 1;
                super.visitMaxs(1, (Type.getArgumentsAndReturnSizes(desc) >> 2) - receiver);
                super.visitEnd();
            }
        };
    }

    /** The class has no more methods of its own. An interface is initialised with its implementations only when it has a method with code. */
    void finish(ClassVisitor out, boolean isInterface) {
        if (uncallable == null) {
            return;
        }
        if (!initialised) {
            MethodVisitor mv = out.visitMethod(Opcodes.ACC_STATIC, INITIALISER, "()V", null, null);
            mv.visitCode();
            fail(mv, uncallable);
            end(mv);
        }
        if (isInterface) {
            MethodVisitor mv = out.visitMethod(Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC, "jacobi$fails", "()V", null, null);
            mv.visitCode();
            end(mv);
        }
    }

    private static void end(MethodVisitor mv) {
        mv.visitInsn(Opcodes.RETURN);
        mv.visitMaxs(1, 1);
        mv.visitEnd();
    }
}
