package dev.jacobi.agent;

import java.util.Set;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.field.FieldList;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.pool.TypePool;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.JSRInlinerAdapter;

/**
 * What is done to one class file: the prologue goes in front of every chosen static method. Classes older than version 51 have no invokedynamic; they are raised to 52,
 * subroutines are inlined and all frames computed. Methods that are not chosen are copied as they are.
 */
final class Weaving extends AsmVisitorWrapper.AbstractBase {
    private final Set<String> chosen;
    private final Failing failing;
    private final boolean old;

    /** {@code chosen} are names with descriptors, and {@code version} is that of the class file. */
    Weaving(Set<String> chosen, Failing failing, int version) {
        this.chosen = chosen;
        this.failing = failing;
        this.old = version < Opcodes.V1_7;
    }

    boolean isNothing() {
        return chosen.isEmpty() && failing.isEmpty();
    }

    @Override
    public int mergeWriter(int flags) {
        return old ? flags | ClassWriter.COMPUTE_FRAMES : flags;
    }

    @Override
    public int mergeReader(int flags) {
        return old ? flags | ClassReader.SKIP_FRAMES : flags;
    }

    @Override
    public ClassVisitor wrap(TypeDescription type, ClassVisitor out, Implementation.Context context, TypePool pool, FieldList<FieldDescription.InDefinedShape> fields,
            MethodList<?> methods, int writerFlags, int readerFlags) {
        return new ClassVisitor(Opcodes.ASM9, out) {
            private boolean isInterface;

            @Override
            public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
                isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
                super.visit(old ? Opcodes.V1_8 : version, access, name, signature, superName, interfaces);
            }

            @Override
            public MethodVisitor visitMethod(int access, String name, String desc, String signature, String[] exceptions) {
                MethodVisitor to = super.visitMethod(failing.access(access, name, desc), name, desc, signature, exceptions);
                to = failing.method(to, access, name, desc);
                if (chosen.contains(name + desc)) {
                    to = new Prologue(to, name, desc, !old);
                }
                return old ? new JSRInlinerAdapter(to, access, name, desc, signature, exceptions) : to;
            }

            @Override
            public void visitEnd() {
                failing.finish(cv, isInterface);
                super.visitEnd();
            }
        };
    }
}
